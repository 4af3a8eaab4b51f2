using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Images to columns (im2col) and back, with PyTorch's shapes.</summary>
public static class UnfoldMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The windows of <c>[N, C, H, W]</c> as columns <c>[N, C kH kW, L]</c>:
        /// <c>y[n, c kH kW + u kW + v, i W' + j] = x[n, c, i stride - padding + u dilation, j stride - padding + v dilation]</c>, 0 outside.
        /// A convolution is the filter <c>[O, C kH kW]</c> times it.
        /// </summary>
        /// <param name="kernel">Taps of a window: a number, or (height, width).</param>
        /// <param name="dilation">From one tap to the next; 1 by default.</param>
        /// <param name="padding">Zeros on each side; 0 by default.</param>
        /// <param name="stride">From one window to the next; 1 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor Unfold(Pair kernel, Pair? dilation = null, Pair padding = default, Pair? stride = null)
        {
            Pointwise.CheckFloating("unfold", x);
            var shape = UnfoldShape.Of(x.Shape, kernel, dilation ?? 1, padding, stride ?? 1);
            return new UnfoldOperation(shape).Apply(x.InOrder(MemoryOrder.ChannelsLast));
        }

        /// <summary>
        /// The adjoint: adds the columns <c>[N, C kH kW, L]</c> to images <c>[N, C, H, W]</c> at the places that <c>Unfold</c> takes them from.
        /// </summary>
        /// <param name="output">Height and width of the images.</param>
        /// <param name="kernel">Taps of a window: a number, or (height, width).</param>
        /// <param name="dilation">From one tap to the next; 1 by default.</param>
        /// <param name="padding">Zeros on each side; 0 by default.</param>
        /// <param name="stride">From one window to the next; 1 by default.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor Fold(Pair output, Pair kernel, Pair? dilation = null, Pair padding = default, Pair? stride = null)
        {
            Pointwise.CheckFloating("fold", x);
            var shape = UnfoldShape.Folded(x.Shape, output, kernel, dilation ?? 1, padding, stride ?? 1);
            return new FoldOperation(shape).Apply(x.InOrder(MemoryOrder.ChannelsLast));
        }
    }
}
