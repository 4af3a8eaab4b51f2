using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Pooling of images <c>[N, C, H, W]</c>.</summary>
public static class PoolMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The largest element of each window, <c>y[i, j] = max over u, v of x[i stride - padding + u dilation, ...]</c>; places in the
        /// padding never win, and of equal elements the first wins the gradient.
        /// </summary>
        /// <param name="kernel">The window's height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the input, at most half a window.</param>
        /// <param name="dilation">From one place of a window to its next; null for 1.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor MaxPool2d(Pair kernel, Pair? stride = null, Pair padding = default, Pair? dilation = null, bool ceilMode = false)
        {
            var shape = PoolShape.Of("maxpool", x.Shape, kernel, stride, padding, dilation ?? 1, ceilMode, countsPadding: false);
            return new MaxPoolOperation(shape).Apply(Pooling.Input("maxpool", x));
        }

        /// <summary>The mean of each window.</summary>
        /// <param name="kernel">The window's height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Zeros around the input, at most half a window.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor AvgPool2d(Pair kernel, Pair? stride = null, Pair padding = default, bool ceilMode = false, bool countIncludePad = true)
        {
            var shape = PoolShape.Of("avgpool", x.Shape, kernel, stride, padding, dilation: 1, ceilMode, countIncludePad);
            return new AvgPoolOperation(shape).Apply(Pooling.Input("avgpool", x));
        }

        /// <summary>
        /// The means of as many windows as <paramref name="output"/> says that cover the input: window <c>i</c> of <c>O</c> holds the places from
        /// <c>floor(i H / O)</c> up to but without <c>ceil((i + 1) H / O)</c>.
        /// </summary>
        /// <exception cref="ArgumentException">A size is below 1, or the input is not floating-point.</exception>
        public Tensor AdaptiveAvgPool2d(Pair output)
        {
            var shape = PoolShape.Adaptive("adaptive avgpool", x.Shape, output);
            return new AdaptiveAvgPoolOperation(shape).Apply(Pooling.Input("adaptive avgpool", x));
        }

        /// <summary>The mean of each channel of each image: <c>[N, C, 1, 1]</c>.</summary>
        /// <exception cref="ArgumentException">Height or width is 0, or the input is not floating-point.</exception>
        public Tensor GlobalAvgPool2d() => x.AdaptiveAvgPool2d(1);
    }
}
