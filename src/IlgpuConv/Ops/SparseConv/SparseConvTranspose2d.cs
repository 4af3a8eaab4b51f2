using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.SparseConvTranspose2d</c>: every place that a tap reaches becomes a site.</summary>
public sealed class SparseConvTranspose2d : SparseConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="stride">Output places from one input to the next; 1 by default.</param>
    /// <param name="padding">Places cropped from the output, in numbers; 0 by default.</param>
    /// <param name="outputPadding">Places added after the last output; 0 by default.</param>
    /// <param name="dilation">Output places from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public SparseConvTranspose2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? outputPadding = null, Pair? dilation = null, int groups = 1, bool hasBias = true,
        RandomGenerator? generator = null, Device? device = null)
        : base(isTransposed: true, inChannels, outChannels, kernel.Axes, groups, hasBias, generator, device) =>
        (Stride, Padding, OutputPadding, Dilation) = (stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1);

    /// <summary>Output places from one input to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Places cropped from the output.</summary>
    public Padding2 Padding { get; }

    /// <summary>Places added after the last output.</summary>
    public Pair OutputPadding { get; }

    /// <summary>Output places from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SparseConvTranspose2d(Weight, Bias, Stride, Padding, OutputPadding, Dilation, Groups);
    }
}
