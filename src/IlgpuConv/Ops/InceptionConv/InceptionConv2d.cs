using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The layer of <c>x.InceptionConv2d</c>: parameters and arithmetic of an ordinary convolution, a receptive field that differs between channels. First
/// values normal with deviation √(2 / (O kH kW)), as in the authors' code.
/// </summary>
public sealed class InceptionConv2d : Module, IVisible
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="pattern">The dilation of each output channel; it says how many there are.</param>
    /// <param name="kernel">The filter's size, odd; 3 by default.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias, 0 at first.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1 or the kernel even, or the groups do not divide the channels.</exception>
    public InceptionConv2d(
        int inChannels, DilationPattern pattern, Pair? kernel = null, Pair? stride = null, int groups = 1, bool hasBias = false,
        RandomGenerator? generator = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        (Pattern, Stride, Groups) = (pattern, stride ?? 1, groups);
        Shape weight = [pattern.Channels, groups < 1 ? 0 : inChannels / groups, (kernel ?? 3).Height, (kernel ?? 3).Width];
        // Sizes have one place where they are checked: an image of one pixel stands for all.
        InceptionConvShape.Of([1, inChannels, 1, 1], weight, null, pattern, Stride, groups);
        Weight = AddParameter("weight", Initialize.KaimingNormal(weight, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Zeros([pattern.Channels], device: device));
    }

    /// <summary>The filter <c>[O, I/groups, kH, kW]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The dilation of each output channel.</summary>
    public DilationPattern Pattern { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>
    /// An ordinary convolution with the same result, for programs that have no dilations by channel: a kernel that holds the largest dilation, with
    /// each channel's taps in their places and zeros between, which it computes too.
    /// </summary>
    public Conv2d Merge()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Tensor weight = Weight.Value;
        (int filters, int channels, int kernelH, int kernelW) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        int height = checked((kernelH - 1) * Pattern.Runs.Max(run => run.Dilation.Height) + 1), width = checked((kernelW - 1) * Pattern.Runs.Max(run => run.Dilation.Width) + 1);
        Pair[] dilations = [.. Pattern.PerChannel];
        double[] stored = weight.ToDoubles(), spread = new double[checked(filters * channels * height * width)];
        for (int i = 0; i < stored.Length; i++)
        {
            int filter = i / (kernelH * kernelW);
            Pair dilation = dilations[filter / channels];
            int y = height / 2 + (i / kernelW % kernelH - kernelH / 2) * dilation.Height, x = width / 2 + (i % kernelW - kernelW / 2) * dilation.Width;
            spread[(filter * height + y) * width + x] = stored[i];
        }
        var layer = new Conv2d(
            channels * Groups, filters, (height, width), Stride, (height / 2, width / 2), groups: Groups, hasBias: Bias is not null, device: weight.Device);
        layer.To(weight.Type);
        layer.Weight.Value.CopyFrom(Tensor.FromDoubles(spread, layer.Weight.Value.Shape, weight.Type, weight.Device, layer.Weight.Value.Order));
        if (Bias is not null) layer.Bias!.Value.CopyFrom(Bias.Value);
        return layer;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Seen(input);
        return input.InceptionConv2d(Weight, Pattern, Bias, Stride, Groups);
    }

    /// <inheritdoc/>
    public void Show(Tensor input, ILayerView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var counts = new double[Pattern.Runs.Max(run => run.Dilation.Height), Pattern.Runs.Max(run => run.Dilation.Width)];
        foreach (DilationRun run in Pattern.Runs) counts[run.Dilation.Height - 1, run.Dilation.Width - 1] += run.Channels;
        view.Cells("channels with each dilation", "dilation along the height", "along the width", counts, first: 1);
    }
}
