using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.DeformConv3d</c>, whose offsets and masks a convolution of the input makes.</summary>
public sealed class DeformConv3d : DeformConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (depth, height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the volume, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of the filter's channels.</param>
    /// <param name="options">How offsets and masks are made; null for version 2 as in torchvision.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups do not divide channels.</exception>
    public DeformConv3d(
        int inChannels, int outChannels, Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? dilation = null, int groups = 1,
        DeformConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, kernel.Axes, (stride ?? 1).Axes, (dilation ?? 1).Axes, groups, options, generator, device)
    {
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        Branch = Start(new Conv3d(inChannels, BranchChannels, kernel, Stride, Padding, Dilation, generator: new RandomGenerator(0), device: device));
    }

    /// <summary>Input positions from one output to the next.</summary>
    public Triple Stride { get; }

    /// <summary>Positions around the volume.</summary>
    public Padding3 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Triple Dilation { get; }

    /// <inheritdoc/>
    public override ConvLayer OffsetBranch => Branch;

    private Conv3d Branch { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        (Tensor offset, Tensor? mask) = Sampling(input);
        return scope.Keep(input.DeformConv3d(offset, Weight, Bias, mask, Stride, Padding, Dilation, Groups));
    }
}
