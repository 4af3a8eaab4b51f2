namespace IlgpuConv.Perf;

/// <summary>A ratio of times and where it lies with 99% confidence: below 1 is faster.</summary>
internal readonly record struct RatioInterval(double Ratio, double Low, double High)
{
    /// <summary>The interval, wide enough for any part of what the machine itself took longer or shorter in between.</summary>
    /// <param name="machine">Times of probes of the machine, new by old.</param>
    public RatioInterval Widened(IEnumerable<double> machine)
    {
        double[] ratios = [1, .. machine];
        return this with { Low = Low / ratios.Max(), High = High / ratios.Min() };
    }
}
