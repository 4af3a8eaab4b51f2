using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>First values of layers that upsample, written into a parameter.</summary>
public static class UpsamplingWeights
{
    /// <summary>
    /// ICNR (Aitken et al. 2017): gives output channels <c>c r² + 1</c> to <c>c r² + r² - 1</c> of a convolution before a pixel shuffle the
    /// filter that <c>c r²</c> has, so that it begins as a resize to the nearest pixel.
    /// </summary>
    /// <param name="parameter">The filter <c>[O r², I, kernel...]</c>, or the bias <c>[O r²]</c>.</param>
    /// <param name="factor">The factor r of the shuffle.</param>
    /// <exception cref="ArgumentException">The first size is no multiple of r².</exception>
    public static void Icnr(Parameter parameter, int factor)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Tensor weight = parameter.Value;
        int square = checked(factor * factor);
        if (factor < 1 || weight.Shape.Rank < 1 || weight.Shape[0] % square != 0)
            throw new ArgumentException($"[icnr] the output channels must be a multiple of the square of a factor of at least 1. Got factor {factor} for {weight.Shape}.", nameof(factor));
        double[] values = weight.ToDoubles();
        long filter = weight.Shape.Elements / Math.Max(1, weight.Shape[0]);
        for (long i = 0; i < values.Length; i++)
        {
            long channel = i / filter;
            values[i] = values[(channel - channel % square) * filter + i % filter];
        }
        Write(weight, values);
    }

    /// <summary>
    /// Bilinear interpolation for a transposed convolution (Long, Shelhamer and Darrell 2015): <c>w[c, c, u, v] = t(u) t(v)</c> with
    /// <c>t(u) = 1 - |u / f - m|</c>, <c>f = ceil(k / 2)</c>, <c>m = (2 f - 1 - k mod 2) / (2 f)</c>, and 0 between different channels. With
    /// kernel <c>2 r - r mod 2</c>, stride r and padding <c>ceil((r - 1) / 2)</c> it makes an image r times as large.
    /// </summary>
    /// <param name="parameter">The filter <c>[I, O/groups, kH, kW]</c> of a transposed convolution.</param>
    /// <exception cref="ArgumentException">It is not a filter of images, or neither depthwise nor with as many inputs as outputs.</exception>
    public static void Bilinear(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        Shape shape = parameter.Value.Shape;
        if (shape.Rank != 4 || (shape[1] != shape[0] && shape[1] != 1))
            throw new ArgumentException($"[bilinear] the filter must be [C, C, kH, kW], or [C, 1, kH, kW] for one channel a group. Got {shape}.", nameof(parameter));
        var values = new double[shape.Elements];
        for (int c = 0; c < shape[0]; c++)
        {
            long filter = ((long)c * shape[1] + (shape[1] == 1 ? 0 : c)) * shape[2] * shape[3];
            for (int u = 0; u < shape[2]; u++)
                for (int v = 0; v < shape[3]; v++) values[filter + u * shape[3] + v] = Tent(u, shape[2]) * Tent(v, shape[3]);
        }
        Write(parameter.Value, values);
    }

    // The middle of an even kernel lies between two taps, of an odd one on a tap. Caffe has f mod 2 for k mod 2: the same where the kernel is
    // 2 r - r mod 2, askew elsewhere.
    private static double Tent(int tap, int kernel)
    {
        int f = (kernel + 1) / 2;
        double middle = (2.0 * f - 1 - (kernel % 2 == 0 ? 0 : 1)) / (2.0 * f);
        return 1 - Math.Abs((double)tap / f - middle);
    }

    private static void Write(Tensor target, double[] values)
    {
        using var scope = new TensorScope();
        target.CopyFrom(Tensor.FromDoubles(values, target.Shape, target.Type, target.Device, target.Order));
    }
}
