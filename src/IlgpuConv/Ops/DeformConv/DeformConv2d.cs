using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.DeformConv2d</c>, whose offsets and masks a convolution of the input makes.</summary>
public sealed class DeformConv2d : DeformConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of the filter's channels.</param>
    /// <param name="options">How offsets and masks are made; null for version 2 as in torchvision.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups do not divide channels.</exception>
    public DeformConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        DeformConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, kernel.Axes, (stride ?? 1).Axes, (dilation ?? 1).Axes, groups, options, generator, device)
    {
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        Branch = Start(new Conv2d(inChannels, BranchChannels, kernel, Stride, Padding, Dilation, generator: new RandomGenerator(0), device: device));
    }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Positions around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <inheritdoc/>
    public override ConvLayer OffsetBranch => Branch;

    private Conv2d Branch { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        (Tensor offset, Tensor? mask) = Sampling(input);
        return scope.Keep(input.DeformConv2d(offset, Weight, Bias, mask, Stride, Padding, Dilation, Groups));
    }
}
