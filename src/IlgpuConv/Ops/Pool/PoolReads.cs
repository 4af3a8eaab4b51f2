using IlgpuConv.Autograd;

namespace IlgpuConv.Ops;

/// <summary>Which positions a pooling reads.</summary>
internal static class PoolReads
{
    /// <summary>The windows along both axes.</summary>
    public static SpatialMap Of(PoolShape shape) => SpatialMap.Spatial(Of(shape.Rows), Of(shape.Columns));

    private static AxisMap Of(PoolAxis axis)
    {
        if (axis.Kernel > 0) return AxisMap.Taps(axis.Kernel, axis.Stride, axis.Padding, axis.Dilation);
        (long places, long windows) = (axis.Input, axis.Output);
        if (places == windows) return AxisMap.Identity;
        return windows == 1
            ? AxisMap.All
            : AxisMap.Proportional(axis.Input, axis.Output, i => ((int)(i * places / windows), (int)(((i + 1) * places + windows - 1) / windows) - 1));
    }
}
