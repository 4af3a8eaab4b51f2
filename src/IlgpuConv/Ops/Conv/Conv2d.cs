using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Conv2d</c>; first values as in PyTorch: uniform in ±1/√(I/groups kH kW).</summary>
public sealed class Conv2d : Module
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public Conv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = true, RandomGenerator? generator = null, Device? device = null)
    {
        (Stride, Padding, Dilation, Groups) = (stride ?? 1, padding ?? 0, dilation ?? 1, groups);
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        if (!fits || Math.Min(kernel.Height, kernel.Width) < 1 || Math.Min(Stride.Height, Stride.Width) < 1 || Math.Min(Dilation.Height, Dilation.Width) < 1)
        {
            throw new ArgumentException(
                "[conv] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
                $"Got inChannels {inChannels}, outChannels {outChannels}, kernel {kernel}, stride {Stride}, dilation {Dilation}, groups {groups}.");
        }
        Shape shape = [outChannels, inChannels / groups, kernel.Height, kernel.Width];
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(shape), generator, device: device));
    }

    /// <summary>The filter <c>[O, I/groups, kH, kW]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Conv2d(Weight, Bias, Stride, Padding, Dilation, Groups);
}
