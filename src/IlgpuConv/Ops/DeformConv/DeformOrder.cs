namespace IlgpuConv.Ops;

/// <summary>
/// Which derivative of the samples is meant: 0 or 1 along each of depth, height and width. Between neighbours a sample is linear along
/// each axis, so a second derivative along one axis is 0.
/// </summary>
internal readonly record struct DeformOrder(int D, int H, int W)
{
    /// <summary>The next derivative along an axis (0 depth, 1 height, 2 width), or null where it is 0 everywhere.</summary>
    public DeformOrder? Next(int axis) => axis switch
    {
        0 => D == 0 ? this with { D = 1 } : null,
        1 => H == 0 ? this with { H = 1 } : null,
        _ => W == 0 ? this with { W = 1 } : null,
    };
}
