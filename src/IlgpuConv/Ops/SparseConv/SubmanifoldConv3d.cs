using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.SubmanifoldConv3d</c>: the output has the input's sites.</summary>
public sealed class SubmanifoldConv3d : SparseConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's odd size: a number, or (depth, height, width).</param>
    /// <param name="dilation">Places from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public SubmanifoldConv3d(
        int inChannels, int outChannels, Triple kernel, Triple? dilation = null, int groups = 1, bool hasBias = true,
        RandomGenerator? generator = null, Device? device = null)
        : base(isTransposed: false, inChannels, outChannels, kernel.Axes, groups, hasBias, generator, device)
    {
        _ = RulebookGeometry.Submanifold(kernel, dilation ?? 1);
        Dilation = dilation ?? 1;
    }

    /// <summary>Places from one tap to the next.</summary>
    public Triple Dilation { get; }

    /// <inheritdoc/>
    public override SparseTensor Forward(SparseTensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.SubmanifoldConv3d(Weight, Bias, Dilation, Groups);
    }
}
