using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>How far a deformable layer moves its taps, in positions of the layer's own input, over all taps, axes, places and images of one run.</summary>
/// <param name="Mean">The mean of all offsets.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Largest">The largest without its sign.</param>
public sealed record OffsetStatistics(double Mean, double Deviation, double Largest)
{
    /// <summary>The statistics of the numbers of a tensor; zeros where it is empty.</summary>
    public static OffsetStatistics Of(Tensor offsets)
    {
        ArgumentNullException.ThrowIfNull(offsets);
        double[] values = offsets.ToDoubles();
        if (values.Length == 0) return new OffsetStatistics(0, 0, 0);
        double mean = values.Average();
        return new OffsetStatistics(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))), values.Max(Math.Abs));
    }

    /// <summary>The numbers in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"offsets {Mean:0.###} ± {Deviation:0.###}, at most {Largest:0.###}");
}
