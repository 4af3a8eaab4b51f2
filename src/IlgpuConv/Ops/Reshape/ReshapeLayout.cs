using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Finds a layout that gives the elements of a tensor another shape without moving them.</summary>
internal static class ReshapeLayout
{
    private static readonly MemoryOrder[] s_orders =
        [MemoryOrder.RowMajor, MemoryOrder.ChannelsLast, MemoryOrder.Filter, MemoryOrder.PerSampleFilter];

    /// <summary>
    /// The layout, or null where none of the orders keeps every element in place. Two layouts agree when their logical axes, without
    /// those of size 1 and with neighbours merged that step as one, are the same. Where several orders do, the preferred one is taken.
    /// </summary>
    public static Layout? View(Layout from, Shape to, MemoryOrder preferred)
    {
        if (from.Shape.Elements == 0) return new Layout(to, preferred);
        List<(long Size, long Stride)> wanted = Axes(from);
        foreach (MemoryOrder order in (MemoryOrder[])[preferred, .. s_orders])
        {
            var dense = new Layout(to, order);
            if (Axes(dense).SequenceEqual(wanted)) return dense;
            if (from.IsDense || from.Pitch < dense.Inner) continue;
            var pitched = new Layout(to, order, from.Pitch);
            if (Axes(pitched).SequenceEqual(wanted)) return pitched;
        }
        return null;
    }

    private static List<(long Size, long Stride)> Axes(Layout layout)
    {
        var axes = new List<(long Size, long Stride)>();
        for (int axis = 0; axis < layout.Shape.Rank; axis++)
        {
            long size = layout.Shape[axis], stride = layout.Stride(axis);
            if (size == 1) continue;
            if (axes.Count > 0 && axes[^1].Stride == stride * size) axes[^1] = (axes[^1].Size * size, stride);
            else axes.Add((size, stride));
        }
        return axes;
    }
}
