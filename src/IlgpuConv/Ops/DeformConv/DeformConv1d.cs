using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.DeformConv1d</c>, whose offsets and masks a convolution of the input makes.</summary>
public sealed class DeformConv1d : DeformConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the signal, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of the filter's channels.</param>
    /// <param name="options">How offsets and masks are made; null for version 2 as in torchvision.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or groups do not divide channels.</exception>
    public DeformConv1d(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
        DeformConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, [kernel], [stride], [dilation], groups, options, generator, device)
    {
        (Stride, Padding, Dilation) = (stride, padding ?? 0, dilation);
        Branch = Start(new Conv1d(inChannels, BranchChannels, kernel, Stride, Padding, Dilation, generator: new RandomGenerator(0), device: device));
    }

    /// <summary>Input positions from one output to the next.</summary>
    public int Stride { get; }

    /// <summary>Positions around the signal.</summary>
    public Padding1 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public int Dilation { get; }

    /// <inheritdoc/>
    public override ConvLayer OffsetBranch => Branch;

    private Conv1d Branch { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        (Tensor offset, Tensor? mask) = Sampling(input);
        return scope.Keep(input.DeformConv1d(offset, Weight, Bias, mask, Stride, Padding, Dilation, Groups));
    }
}
