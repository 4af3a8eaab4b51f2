using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// What a layer that enlarges images makes of an even one: inputs of 1 give outputs that differ only by their place within the stride, and by how
/// much they do is the checkerboard that it would draw. Source: Odena et al., "Deconvolution and Checkerboard Artifacts" (2016).
/// </summary>
/// <param name="Means">The mean over channels and places of each place within the stride, <c>[stride, stride]</c>, far from the border.</param>
/// <param name="Index">
/// <c>Σ_o (max_ab m_o,ab - min_ab m_o,ab) / Σ_o |mean_ab m_o,ab|</c> of the channels' own means m: 0 where all are equal.
/// </param>
public sealed record Checkerboard(IReadOnlyList<IReadOnlyList<double>> Means, double Index)
{
    /// <summary>Measures a layer.</summary>
    /// <param name="layer">A layer that makes <c>[N, O, stride H + a, stride W + b]</c> of <c>[N, I, H, W]</c>: transposed convolution, resize and convolution, pixel shuffle.</param>
    /// <param name="channels">I.</param>
    /// <param name="stride">How many times larger the output is.</param>
    /// <param name="border">Input positions at each side whose outputs are left out because the border changes them.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the output is not <paramref name="stride"/> times as large.</exception>
    public static Checkerboard Of(Module layer, int channels, int stride, int border = 4)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (channels < 1 || stride < 1 || border < 1)
            throw new ArgumentException($"[checkerboard] channels, stride and border must be at least 1. Got channels {channels}, stride {stride}, border {border}.", nameof(channels));
        using var mode = new InferenceMode(layer);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        int size = 2 * border + 2;
        Tensor? like = layer.Parameters().FirstOrDefault()?.Value;
        Tensor y = layer.Forward(Tensor.Full([1, channels, size, size], 1, like?.Type ?? ElementType.Float32, like?.Device, MemoryOrder.ChannelsLast));
        int height = y.Shape.Rank == 4 ? y.Shape[2] : 0, width = y.Shape.Rank == 4 ? y.Shape[3] : 0, first = border * stride, last = first + 2 * stride;
        if (height < last || width < last || height >= (size + border) * stride || width >= (size + border) * stride)
            throw new ArgumentException($"[checkerboard] the layer must enlarge images {stride} times. Got {y.Shape} of [1, {channels}, {size}, {size}].", nameof(stride));
        double[] values = y.ToDoubles();
        var means = new double[stride, stride];
        double spread = 0, level = 0;
        for (int o = 0; o < y.Shape[1]; o++)
        {
            double least = double.PositiveInfinity, most = double.NegativeInfinity, sum = 0;
            for (int a = 0; a < stride; a++)
            {
                for (int b = 0; b < stride; b++)
                {
                    double mean = 0;
                    for (int i = first + a; i < last; i += stride)
                        for (int j = first + b; j < last; j += stride) mean += values[(o * height + i) * width + j] / 4;
                    (least, most) = (Math.Min(least, mean), Math.Max(most, mean));
                    sum += mean / (stride * stride);
                    means[a, b] += mean / y.Shape[1];
                }
            }
            spread += most - least;
            level += Math.Abs(sum);
        }
        double[][] rows = [.. Enumerable.Range(0, stride).Select(a => Enumerable.Range(0, stride).Select(b => means[a, b]).ToArray())];
        return new Checkerboard(rows, spread == 0 ? 0 : spread / level);
    }

    /// <summary>The index and the means in one line.</summary>
    public override string ToString() => FormattableString.Invariant(
        $"index {Index:0.###}, means {string.Join(" / ", Means.Select(row => string.Join(' ', row.Select(mean => mean.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture)))))}");
}
