using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Resize of signals <c>[N, C, W]</c>, images <c>[N, C, H, W]</c> and volumes <c>[N, C, D, H, W]</c>.</summary>
public static class ResizeMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// The image at another size, by the nearest pixel or linearly: <c>y[i] = x[floor(i I / O)]</c>, or
        /// <c>y[i] = (1 - f) x[floor(p)] + f x[floor(p) + 1]</c> with <c>p = max((i + 1/2) I / O - 1/2, 0)</c> and its fraction f, along each
        /// axis. The places are exact fractions, where PyTorch rounds them to float.
        /// </summary>
        /// <param name="size">The size of each spatial axis.</param>
        /// <param name="mode">How pixels are found.</param>
        /// <exception cref="ArgumentException">A size is below 1 or missing, or the input is not floating-point.</exception>
        public Tensor Resize(ReadOnlySpan<int> size, ResizeMode mode = ResizeMode.Nearest)
        {
            Pointwise.CheckFloating("resize", x);
            return new ResizeOperation(ResizeShape.Of(x.Shape, size, mode)).Apply(x.InOrder(MemoryOrder.ChannelsLast));
        }

        /// <summary>The image <paramref name="scale"/> times as large along each spatial axis.</summary>
        /// <exception cref="ArgumentException">The scale is below 1, or the input is not an image or not floating-point.</exception>
        public Tensor Upsample(int scale, ResizeMode mode = ResizeMode.Nearest)
        {
            if (scale < 1) throw new ArgumentException($"[resize] the scale must be at least 1. Got {scale} for {x.Shape}.", nameof(scale));
            return x.Resize([.. x.Shape.Skip(2).Select(size => checked(size * scale))], mode);
        }
    }
}
