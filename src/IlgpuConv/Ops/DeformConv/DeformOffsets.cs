using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Offsets and offset branches of other programs, in the order of ours.</summary>
public static class DeformOffsets
{
    extension(Tensor offsets)
    {
        /// <summary>Offsets whose channels are numbered otherwise in the order that <c>DeformConv2d</c> takes: offset group, tap, axis.</summary>
        /// <param name="order">How they are numbered.</param>
        /// <param name="offsetGroups">Offset groups.</param>
        /// <param name="axes">Numbers for each tap: 2 for images.</param>
        /// <param name="widthFirst">Whether the axes are Δx, Δy (and Δz) instead of (Δz,) Δy, Δx.</param>
        /// <returns>The same shape.</returns>
        /// <exception cref="ArgumentException">The channels are not offset groups times axes times taps.</exception>
        public Tensor ToDeformOffsets(DeformOffsetOrder order, int offsetGroups = 1, int axes = 2, bool widthFirst = false)
        {
            int channels = offsets.Shape.Rank > 1 ? offsets.Shape[1] : 0;
            if (offsetGroups < 1 || axes is < 1 or > 3 || channels < 1 || channels % (offsetGroups * axes) != 0)
            {
                throw new ArgumentException(
                    "[deform] the channels of offsets must be offset groups times axes (1 to 3) times taps. " +
                    $"Got {offsets}, {offsetGroups} offset groups, {axes} axes.");
            }
            int taps = channels / offsetGroups / axes;
            using var scope = new TensorScope();
            Tensor result = order switch
            {
                DeformOffsetOrder.GroupAxisTap => new ChannelOrderOperation(offsetGroups, axes, taps, 1).Apply(offsets),
                DeformOffsetOrder.AxisGroupTap => new ChannelOrderOperation(1, axes, offsetGroups * taps, 1).Apply(offsets),
                _ => offsets,
            };
            if (widthFirst && axes > 1)
            {
                Tensor byAxis = new ChannelOrderOperation(1, offsetGroups * taps, axes, 1).Apply(result);
                Tensor[] parts = [.. Enumerable.Range(0, axes).Select(i => byAxis.Slice(1, (axes - 1 - i) * offsetGroups * taps, offsetGroups * taps))];
                result = new ChannelOrderOperation(1, axes, offsetGroups * taps, 1).Apply(Tensor.Concat(1, parts));
            }
            return result == offsets ? offsets : scope.Keep(result);
        }
    }
}
