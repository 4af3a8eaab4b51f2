using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Poolings of signals and volumes as poolings of images: channels-last, a signal is an image of one row, the planes of a volume are images
/// and its depth is a height over rows of all pixels, so that nothing moves. Means and maxima are taken plane by plane, then over planes;
/// of equal elements the first wins in both.
/// </summary>
internal static class PoolViews
{
    /// <summary>Pools <c>[N, C, L]</c>.</summary>
    public static Tensor Signal(Tensor x, Func<Tensor, Tensor> pool)
    {
        Shape s = x.Shape;
        Tensor y = pool(View(x, [s[0], s[1], 1, s[2]]));
        return View(y, [s[0], s[1], y.Shape[3]]);
    }

    /// <summary>Pools <c>[N, C, D, H, W]</c>: each plane, then along the depth.</summary>
    public static Tensor Volume(Tensor x, Func<Tensor, Tensor> planes, Func<Tensor, Tensor> depth)
    {
        Shape s = x.Shape;
        Tensor flat = planes(View(x, [checked(s[0] * s[2]), s[1], s[3], s[4]]));
        (int height, int width) = (flat.Shape[2], flat.Shape[3]);
        Tensor y = depth(View(flat, [s[0], s[1], s[2], checked(height * width)]));
        return View(y, [s[0], s[1], y.Shape[2], height, width]);
    }

    /// <summary>Checks a pooling by windows along every axis, before it is taken apart.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public static void Check(
        string area, Shape input, ReadOnlySpan<int> kernel, ReadOnlySpan<int> stride, ReadOnlySpan<int> padding, ReadOnlySpan<int> dilation, bool ceilMode)
    {
        CheckRank(area, input, kernel.Length);
        string got = $"Got kernel {Text(kernel)}, stride {Text(stride)}, padding {Text(padding)}, dilation {Text(dilation)}, ceilMode {ceilMode} for {input}.";
        for (int i = 0; i < kernel.Length; i++)
        {
            if (kernel[i] < 1 || stride[i] < 1 || dilation[i] < 1)
                throw new ArgumentException($"[{area}] kernel, stride and dilation must be at least 1. {got}", nameof(kernel));
            PoolAxis axis = PoolAxis.Of(input[i + 2], kernel[i], stride[i], padding[i], dilation[i], ceilMode);
            if (padding[i] < 0 || padding[i] > axis.Span / 2)
                throw new ArgumentException($"[{area}] padding must be at least 0 and at most half of a window, {axis.Span / 2} along spatial axis {i}. {got}", nameof(padding));
            if (axis.Output < 1)
                throw new ArgumentException($"[{area}] a window must fit into the padded input: {axis.Span} in {input[i + 2] + 2 * padding[i]} along spatial axis {i}. {got}", nameof(kernel));
        }
    }

    /// <summary>Throws unless the input has so many spatial axes.</summary>
    /// <exception cref="ArgumentException">It has another number.</exception>
    public static void CheckRank(string area, Shape input, int spatial)
    {
        if (input.Rank == spatial + 2) return;
        throw new ArgumentException($"[{area}] the input must be {(spatial == 1 ? "[N, C, L]" : "[N, C, D, H, W]")}. Got {input}.", nameof(input));
    }

    private static Tensor View(Tensor x, Shape shape) => MemoryViewOperation.View(x.InOrder(MemoryOrder.ChannelsLast), shape, MemoryOrder.ChannelsLast);

    private static string Text(ReadOnlySpan<int> numbers) => numbers.Length == 1 ? $"{numbers[0]}" : $"({string.Join(", ", numbers.ToArray())})";
}
