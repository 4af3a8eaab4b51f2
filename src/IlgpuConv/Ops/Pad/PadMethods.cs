using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Padding and cropping of signals, images and volumes.</summary>
public static class PadMethods
{
    extension(Tensor x)
    {
        /// <summary>Pads <c>[N, C, W]</c>: <c>y[n, c, i] = x[n, c, i - left]</c>, and what the mode says outside.</summary>
        /// <param name="padding">A number, or (left, right); negative crops.</param>
        /// <param name="mode">What padded positions hold; zeros by default.</param>
        /// <returns><c>[N, C, W + left + right]</c>.</returns>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor Pad1d(Padding1 padding, PaddingMode mode = default) => Pad("pad", x, padding.Sides, mode);

        /// <summary>Pads <c>[N, C, H, W]</c>: <c>y[n, c, i, j] = x[n, c, i - top, j - left]</c>, and what the mode says outside.</summary>
        /// <param name="padding">A number, (height, width), or ((top, bottom), (left, right)); negative crops.</param>
        /// <param name="mode">What padded positions hold; zeros by default.</param>
        /// <returns><c>[N, C, H + top + bottom, W + left + right]</c>.</returns>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor Pad2d(Padding2 padding, PaddingMode mode = default) => Pad("pad", x, padding.Sides, mode);

        /// <summary>Pads <c>[N, C, D, H, W]</c> along depth, height and width.</summary>
        /// <param name="padding">A number, (depth, height, width), or a (low, high) of each; negative crops.</param>
        /// <param name="mode">What padded positions hold; zeros by default.</param>
        /// <returns><c>[N, C, D + front + back, H + top + bottom, W + left + right]</c>.</returns>
        /// <exception cref="ArgumentException">The sizes do not fit, or the input is not floating-point.</exception>
        public Tensor Pad3d(Padding3 padding, PaddingMode mode = default) => Pad("pad", x, padding.Sides, mode);
    }

    /// <summary>Checks and applies the operation; the same tensor where there is nothing to do.</summary>
    internal static Tensor Pad(string area, Tensor x, PaddingSides padding, PaddingMode mode)
    {
        PadShape shape = PadShape.Of(area, x.Shape, padding, mode);
        if (!x.IsFloating) throw new ArgumentException($"[{area}] the input must be f32 or f64. Got {x}.");
        return padding.Axes.All(p => p is (0, 0)) ? x : new PadOperation(shape, mode.Value).Apply(x);
    }
}
