using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.SparseInverseConv</c>: back to the sites that the strided convolution before it came from.</summary>
public sealed class SparseInverseConv3d : SparseConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The taps of the convolution that is turned round: a number, or (depth, height, width).</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public SparseInverseConv3d(
        int inChannels, int outChannels, Triple kernel, int groups = 1, bool hasBias = true,
        RandomGenerator? generator = null, Device? device = null)
        : base(isTransposed: true, inChannels, outChannels, kernel.Axes, groups, hasBias, generator, device)
    {
    }

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SparseInverseConv(Weight, Bias, groups: Groups);
    }
}
