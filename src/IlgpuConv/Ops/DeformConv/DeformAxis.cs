namespace IlgpuConv.Ops;

/// <summary>
/// One spatial axis of deformable sampling: tap t of output position y reads <c>y Stride + Origin + t Dilation + offset</c>. With Order 1
/// the kernels take the derivative along the axis instead of the value between two neighbours.
/// </summary>
internal readonly record struct DeformAxis(int Source, int Destination, int Taps, int Stride, int Origin, int Dilation, int Order)
{
    /// <summary>The axis of a convolution, or one that a convolution does not have.</summary>
    public static DeformAxis Of(ConvAxis? axis, int order) =>
        axis is { } a ? new(a.Input, a.Output, a.Kernel, a.Stride, -a.Low, a.Dilation, order) : new(1, 1, 1, 1, 0, 1, 0);
}
