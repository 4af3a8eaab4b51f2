using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>A picture with something for every filter, where there is no image at hand: edges of all directions, a disc, stripes that grow finer, a slope.</summary>
public static class TestPicture
{
    /// <summary>The picture as a tensor <c>[1, channels, height, width]</c> of 0 to 1; channels differ in brightness, so that three of them have colours.</summary>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public static Tensor Of(int channels, int height, int width, Device? device = null)
    {
        if (Math.Min(channels, Math.Min(height, width)) < 1)
            throw new ArgumentException($"[test picture] channels, height and width must be at least 1. Got {channels}, {height}, {width}.");
        double[] values = new double[channels * height * width];
        for (int i = 0; i < values.Length; i++)
        {
            int pixel = i % (height * width), channel = i / (height * width);
            values[i] = Brightness((pixel / width + 0.5) / height, (pixel % width + 0.5) / width, channel);
        }
        return Tensor.FromDoubles(values, [1, channels, height, width], ElementType.Float32, device);
    }

    private static double Brightness(double y, double x, int channel)
    {
        double tint = 0.75 + 0.25 * Math.Cos(2.1 * channel + 3 * (x + y));
        bool isDisc = (y - 0.3) * (y - 0.3) + (x - 0.3) * (x - 0.3) < 0.04, isSquare = y is > 0.12 and < 0.46 && x is > 0.6 and < 0.88;
        if (isDisc) return 0.95 * tint;
        if (isSquare) return x - 0.6 > y - 0.12 ? 0.9 * tint : 0.1;
        return y > 0.6 ? 0.5 + 0.45 * Math.Sin(90 * x * x) * tint : 0.15 + 0.45 * x * tint;
    }
}
