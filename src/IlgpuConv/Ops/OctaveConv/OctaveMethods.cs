using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Images at half their size and back.</summary>
public static class OctaveMethods
{
    extension(Tensor x)
    {
        /// <summary>The image at half its size, <c>[N, C, ceil(H / 2), ceil(W / 2)]</c>: at an odd edge the mean is of what there is.</summary>
        /// <param name="lowPass">Means of what.</param>
        /// <exception cref="ArgumentException">The input is not <c>[N, C, H, W]</c> of floating-point numbers.</exception>
        public Tensor OctaveDown(OctaveLowPass lowPass = OctaveLowPass.Average)
        {
            if (!x.IsFloating || x.Shape.Rank != 4) throw new ArgumentException($"[octave conv] the input must be [N, C, H, W] of floating-point numbers. Got {x}.");
            return lowPass == OctaveLowPass.Average
                ? x.AvgPool2d((Math.Min(2, x.Shape[2]), Math.Min(2, x.Shape[3])), 2, ceilMode: true, countIncludePad: false)
                : x.Conv2d(Gaussian(x.Shape[1], x.Type, x.Device), stride: 2, padding: 2, groups: x.Shape[1], paddingMode: PaddingMode.Replicate);
        }

        /// <summary>The image at twice its size, each element four times, without what lies beyond a size.</summary>
        /// <exception cref="ArgumentException">The size is more than twice the image's.</exception>
        public Tensor OctaveUp(int height, int width)
        {
            if (x.Shape.Rank != 4 || height > 2L * x.Shape[2] || width > 2L * x.Shape[3])
                throw new ArgumentException($"[octave conv] the size must be at most twice that of the image. Got {x.Shape} for {height} x {width}.");
            Tensor y = x.Upsample(2);
            if (height < y.Shape[2]) y = y.Slice(2, 0, height);
            return width < y.Shape[3] ? y.Slice(3, 0, width) : y;
        }
    }

    private static Tensor Gaussian(int channels, ElementType type, Device device)
    {
        double[] line = [.. Enumerable.Range(-2, 5).Select(i => Math.Exp(-i * i / 4.0))];
        double sum = line.Sum();
        var values = new double[channels * 25];
        for (int i = 0; i < values.Length; i++) values[i] = line[i / 5 % 5] * line[i % 5] / (sum * sum);
        return Tensor.FromDoubles(values, [channels, 1, 5, 5], type, device, MemoryOrder.Filter);
    }
}
