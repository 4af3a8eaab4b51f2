using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Which positions operations on sparse tensors read. A row stands for a place of the grid, whichever rows there are: what is said is what a filter would read if every
/// place held a site.
/// </summary>
internal static class SparseReads
{
    /// <summary>Rows for the same places in another order, or more or fewer of them.</summary>
    public static SpatialMap Places { get; } = SpatialMap.Of(new AxisLink(0, 0, AxisMap.Identity), new AxisLink(1, 1, AxisMap.Identity));

    /// <summary>Output places read the windows of a rulebook.</summary>
    public static SpatialMap Windows(Rulebook book) => Moved(book, book.Input, book.Output, (k, s, low, d) => AxisMap.Taps(k, s, low, d));

    /// <summary>Input places read the output places whose windows hold them: a transposed or inverse convolution.</summary>
    public static SpatialMap Reversed(Rulebook book) => Moved(book, book.Output, book.Input, (k, s, low, d) => AxisMap.Taps(k, 1, -low, -d, s));

    private static SpatialMap Moved(Rulebook book, SparseSites from, SparseSites to, Func<int, int, int, int, AxisMap> map)
    {
        RulebookGeometry g = book.Geometry;
        int rank = from.SpatialShape.Rank;
        AxisMap[] axes = [.. Enumerable.Range(3 - rank, rank).Select(i => map(g.Kernel.Axes[i], g.Stride.Axes[i], g.Low.Axes[i], g.Dilation.Axes[i]))];
        Shape before = [from.Batch, 1, .. from.SpatialShape], after = [to.Batch, 1, .. to.SpatialShape];
        if (Math.Max(before.Elements, after.Elements) > int.MaxValue) return SpatialMap.Unknown([from.Count, 1]);
        Layout Rows(Shape grid) => new([(int)grid.Elements, 1], MemoryOrder.RowMajor);
        SpatialMap back = SpatialMap.Rearranged(new Layout(after, MemoryOrder.ChannelsLast), Rows(after));
        return SpatialMap.Rearranged(Rows(before), new Layout(before, MemoryOrder.ChannelsLast)).Then(before, SpatialMap.Spatial(axes).Then(after, back));
    }
}
