using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Unfold</c>: images to columns.</summary>
/// <param name="kernel">Taps of a window: a number, or (height, width).</param>
/// <param name="dilation">From one tap to the next; 1 by default.</param>
/// <param name="padding">Zeros on each side; 0 by default.</param>
/// <param name="stride">From one window to the next; 1 by default.</param>
public sealed class Unfold(Pair kernel, Pair? dilation = null, Pair padding = default, Pair? stride = null) : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Unfold(kernel, dilation, padding, stride);
}
