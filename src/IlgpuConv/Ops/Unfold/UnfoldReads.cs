using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Which positions columns are taken from, and the other way round.</summary>
internal static class UnfoldReads
{
    /// <summary>A column reads its window; columns are windows in rows and columns, laid end to end.</summary>
    public static SpatialMap Columns(UnfoldShape s) => SpatialMap
        .Spatial(
            AxisMap.Taps(s.Kernel.Height, s.Stride.Height, s.Padding.Height, s.Dilation.Height),
            AxisMap.Taps(s.Kernel.Width, s.Stride.Width, s.Padding.Width, s.Dilation.Width))
        .Then(Windows(s), SpatialMap.Rearranged(new Layout(Windows(s), MemoryOrder.RowMajor), new Layout(s.Output, MemoryOrder.RowMajor)));

    /// <summary>A pixel reads the columns whose windows hold it.</summary>
    public static SpatialMap Image(UnfoldShape s) => SpatialMap
        .Rearranged(new Layout(s.Output, MemoryOrder.RowMajor), new Layout(Windows(s), MemoryOrder.RowMajor))
        .Then(Windows(s), SpatialMap.Spatial(
            AxisMap.Taps(s.Kernel.Height, 1, -s.Padding.Height, -s.Dilation.Height, s.Stride.Height),
            AxisMap.Taps(s.Kernel.Width, 1, -s.Padding.Width, -s.Dilation.Width, s.Stride.Width)));

    private static Shape Windows(UnfoldShape s) => [s.Output[0], s.Output[1], s.Rows, s.Columns];
}
