using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Flattened convolution (Jin, Dundar and Culurciello 2014): over channels, 1x1 to O; then each channel by columns, <c>kH x 1</c>; then by
/// rows, <c>1 x kW</c>. <c>O (I + kH + kW)</c> weights where the full filter has <c>O I kH kW</c>; nothing but the last bias lies between.
/// </summary>
public sealed class FlattenedConv2d : Module
{
    /// <summary>Makes the layer; its convolutions are <c>lateral</c>, <c>vertical</c> and <c>horizontal</c>, with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The size of the filter that the three make.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="hasBias">Whether there is a bias at the end.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public FlattenedConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, bool hasBias = true,
        RandomGenerator? generator = null, Device? device = null)
    {
        (Pair s, Padding2 p) = (stride ?? 1, padding ?? 0);
        bool isRule = p.Rule != PaddingRule.Explicit;
        Lateral = AddModule("lateral", new Conv2d(inChannels, outChannels, 1, hasBias: false, generator: generator, device: device));
        Vertical = AddModule("vertical", new Conv2d(
            outChannels, outChannels, (kernel.Height, 1), (s.Height, 1), isRule ? p : ((p.Top, p.Bottom), (0, 0)), groups: outChannels, hasBias: false,
            generator: generator, device: device));
        Horizontal = AddModule("horizontal", new Conv2d(
            outChannels, outChannels, (1, kernel.Width), (1, s.Width), isRule ? p : ((0, 0), (p.Left, p.Right)), groups: outChannels, hasBias: hasBias,
            generator: generator, device: device));
    }

    /// <summary>The convolution over channels, <c>[O, I, 1, 1]</c>.</summary>
    public Conv2d Lateral { get; }

    /// <summary>The convolution by columns, <c>[O, 1, kH, 1]</c>.</summary>
    public Conv2d Vertical { get; }

    /// <summary>The convolution by rows, <c>[O, 1, 1, kW]</c>.</summary>
    public Conv2d Horizontal { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Horizontal.Forward(Vertical.Forward(Lateral.Forward(input)));
}
