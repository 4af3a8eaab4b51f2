using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <see cref="PoolMethods3d"/>' maximum pooling.</summary>
/// <param name="kernel">The window's depth, height and width.</param>
/// <param name="stride">From one window to the next; null for the kernel's size.</param>
/// <param name="padding">Places around the input, at most half a window.</param>
/// <param name="dilation">From one place of a window to its next.</param>
/// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
public sealed class MaxPool3d(Triple kernel, Triple? stride = null, Triple padding = default, Triple? dilation = null, bool ceilMode = false) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.MaxPool3d(kernel, stride, padding, dilation, ceilMode);
}
