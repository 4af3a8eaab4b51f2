using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Pooling of volumes <c>[N, C, D, H, W]</c>.</summary>
public static class PoolMethods3d
{
    extension(Tensor x)
    {
        /// <summary>The largest element of each window; places in the padding never win, and of equal elements the first wins the gradient.</summary>
        /// <param name="kernel">The window's depth, height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Places around the volume, at most half a window.</param>
        /// <param name="dilation">From one place of a window to its next; null for 1.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor MaxPool3d(Triple kernel, Triple? stride = null, Triple padding = default, Triple? dilation = null, bool ceilMode = false)
        {
            (Triple s, Triple d) = (stride ?? kernel, dilation ?? 1);
            PoolViews.Check("maxpool", x.Shape, kernel.Axes, s.Axes, padding.Axes, d.Axes, ceilMode);
            return PoolViews.Volume(
                x,
                t => t.MaxPool2d((kernel.Height, kernel.Width), (s.Height, s.Width), (padding.Height, padding.Width), (d.Height, d.Width), ceilMode),
                t => t.MaxPool2d((kernel.Depth, 1), (s.Depth, 1), (padding.Depth, 0), (d.Depth, 1), ceilMode));
        }

        /// <summary>The mean of each window.</summary>
        /// <param name="kernel">The window's depth, height and width.</param>
        /// <param name="stride">From one window to the next; null for the kernel's size.</param>
        /// <param name="padding">Zeros around the volume, at most half a window.</param>
        /// <param name="ceilMode">Whether a last window that is only partly covered counts.</param>
        /// <param name="countIncludePad">Whether zeros of the padding count in the mean.</param>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor AvgPool3d(Triple kernel, Triple? stride = null, Triple padding = default, bool ceilMode = false, bool countIncludePad = true)
        {
            Triple s = stride ?? kernel;
            PoolViews.Check("avgpool", x.Shape, kernel.Axes, s.Axes, padding.Axes, [1, 1, 1], ceilMode);
            return PoolViews.Volume(
                x,
                t => t.AvgPool2d((kernel.Height, kernel.Width), (s.Height, s.Width), (padding.Height, padding.Width), ceilMode, countIncludePad),
                t => t.AvgPool2d((kernel.Depth, 1), (s.Depth, 1), (padding.Depth, 0), ceilMode, countIncludePad));
        }

        /// <summary>The means of as many windows as <paramref name="output"/> says that cover the volume, as in <c>AdaptiveAvgPool2d</c>.</summary>
        /// <exception cref="ArgumentException">A size is below 1, or the input is not floating-point.</exception>
        public Tensor AdaptiveAvgPool3d(Triple output)
        {
            PoolViews.CheckRank("adaptive avgpool", x.Shape, 3);
            return PoolViews.Volume(
                x, t => t.AdaptiveAvgPool2d((output.Height, output.Width)), t => t.AdaptiveAvgPool2d((output.Depth, t.Shape[3])));
        }
    }
}
