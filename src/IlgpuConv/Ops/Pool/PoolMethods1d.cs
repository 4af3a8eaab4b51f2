using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Pooling of signals <c>[N, C, L]</c>.</summary>
public static class PoolMethods1d
{
    extension(Tensor x)
    {
        /// <summary>The largest element of each window; places in the padding never win, and of equal elements the first wins the gradient.</summary>
        /// <param name="kernel">The window's length.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places on each side, at most half a window.</param>
        /// <param name="dilation">From one place of a window to its next.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false)
        {
            PoolViews.Check("maxpool", x.Shape, [kernel], [stride ?? kernel], [padding], [dilation], ceilMode);
            return PoolViews.Signal(x, t => t.MaxPool2d((1, kernel), (1, stride ?? kernel), (0, padding), (1, dilation), ceilMode));
        }

        /// <summary>The mean of each window.</summary>
        /// <param name="kernel">The window's length.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Zeros on each side, at most half a window.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor AvgPool1d(int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePad = true)
        {
            PoolViews.Check("avgpool", x.Shape, [kernel], [stride ?? kernel], [padding], [1], ceilMode);
            return PoolViews.Signal(x, t => t.AvgPool2d((1, kernel), (1, stride ?? kernel), (0, padding), ceilMode, countIncludePad));
        }

        /// <summary>The means of as many windows as <paramref name="output"/> says that cover the signal, as in <c>AdaptiveAvgPool2d</c>.</summary>
        /// <exception cref="ArgumentException">A size is below 1, or the input is not floating-point.</exception>
        public Tensor AdaptiveAvgPool1d(int output)
        {
            PoolViews.CheckRank("adaptive avgpool", x.Shape, 1);
            return PoolViews.Signal(x, t => t.AdaptiveAvgPool2d((1, output)));
        }
    }
}
