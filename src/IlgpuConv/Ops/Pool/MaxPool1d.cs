using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <see cref="PoolMethods1d"/>' maximum pooling.</summary>
/// <param name="kernel">The window's length.</param>
/// <param name="stride">From one window to the next; null for the kernel's size.</param>
/// <param name="padding">Places around the input, at most half a window.</param>
/// <param name="dilation">From one place of a window to its next.</param>
/// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.MaxPool1d(kernel, stride, padding, dilation, ceilMode);
}
