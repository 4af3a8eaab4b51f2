using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.SparseConv3d</c>: every place whose window holds a site is a site of the output.</summary>
public sealed class SparseConv3d : SparseConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (depth, height, width).</param>
    /// <param name="stride">Input places from one output to the next; 1 by default.</param>
    /// <param name="padding">Places around the grid, in numbers; 0 by default.</param>
    /// <param name="dilation">Places from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public SparseConv3d(
        int inChannels, int outChannels, Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? dilation = null, int groups = 1, bool hasBias = true,
        RandomGenerator? generator = null, Device? device = null)
        : base(isTransposed: false, inChannels, outChannels, kernel.Axes, groups, hasBias, generator, device) =>
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);

    /// <summary>Input places from one output to the next.</summary>
    public Triple Stride { get; }

    /// <summary>Places around the grid.</summary>
    public Padding3 Padding { get; }

    /// <summary>Places from one tap to the next.</summary>
    public Triple Dilation { get; }

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SparseConv3d(Weight, Bias, Stride, Padding, Dilation, Groups);
    }
}
