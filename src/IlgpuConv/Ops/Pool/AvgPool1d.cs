using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <see cref="PoolMethods1d"/>' average pooling.</summary>
/// <param name="kernel">The window's length.</param>
/// <param name="stride">From one window to the next; null for the kernel's size.</param>
/// <param name="padding">Zeros around the input, at most half a window.</param>
/// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
/// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
public sealed class AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.AvgPool1d(kernel, stride, padding, ceilMode, countIncludePad);
}
