using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <content>Deformable convolutions, whose offsets are a field that one can see.</content>
public static partial class ImageFilters
{
    private const double Wave = 32;

    /// <summary>One tap that reads from where the image, turned around its middle, had the pixel: less and less towards the edge.</summary>
    public static ImageFilter Swirl { get; } = Add(new(
        "swirl", "deformable convolution of one tap: offsets that turn the middle by --amount radians and leave the edge", (x, options) =>
            Deformed(x, 1, (_, _, i, j) =>
            {
                double y = i - (x.Shape[2] - 1) / 2.0, z = j - (x.Shape[3] - 1) / 2.0, reach = Math.Min(x.Shape[2], x.Shape[3]) / 2.0;
                double angle = options.Amount * Math.Max(0, 1 - Math.Sqrt(y * y + z * z) / reach);
                return (Math.Cos(angle) * y + Math.Sin(angle) * z - y, Math.Cos(angle) * z - Math.Sin(angle) * y - z);
            })));

    /// <summary>A mean of 3 x 3 taps that move apart and together again along the image.</summary>
    public static ImageFilter Breathing { get; } = Add(new(
        "breathing", "deformable convolution of 3x3 equal taps: offsets that spread them by up to --amount pixels, in waves along the width", (x, options) =>
            Deformed(x, 3, (u, v, _, j) =>
            {
                double spread = options.Amount * (1 - Math.Cos(2 * Math.PI * j / Wave)) / 2;
                return ((u - 1) * spread, (v - 1) * spread);
            })));

    /// <summary>The mean of k x k taps, each moved by <paramref name="offset"/> of its row, its column, and the pixel's row and column; the edges are repeated.</summary>
    private static Tensor Deformed(Tensor x, int kernel, Func<int, int, int, int, (double Y, double X)> offset)
    {
        (int channels, int height, int width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        int taps = kernel * kernel, pixels = height * width;
        double reach = 0;
        var offsets = new double[2 * taps * pixels];
        for (int tap = 0; tap < taps; tap++)
        {
            for (int pixel = 0; pixel < pixels; pixel++)
            {
                (double dy, double dx) = offset(tap / kernel, tap % kernel, pixel / width, pixel % width);
                (offsets[2 * tap * pixels + pixel], offsets[(2 * tap + 1) * pixels + pixel]) = (dy, dx);
                reach = Math.Max(reach, Math.Max(Math.Abs(dy), Math.Abs(dx)));
            }
        }
        // Reading beyond the image would give black: so many positions of its edge are put around it.
        int around = (int)Math.Min(Math.Ceiling(reach), Math.Max(height, width)) + kernel / 2;
        Tensor field = Tensor.FromDoubles(offsets, [1, 2 * taps, height, width], x.Type, x.Device);
        Tensor filter = Tensor.FromDoubles([.. Enumerable.Repeat(1.0 / taps, channels * taps)], [channels, 1, kernel, kernel], x.Type, x.Device, MemoryOrder.Filter);
        return x.Pad2d(around, PaddingMode.Replicate).DeformConv2d(field, filter, padding: kernel / 2 - around, groups: channels);
    }
}
