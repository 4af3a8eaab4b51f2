namespace IlgpuConv.Perf;

/// <summary>A ratio of times and where it lies with 99% confidence: below 1 is faster.</summary>
internal readonly record struct RatioInterval(double Ratio, double Low, double High)
{
    /// <summary>The interval, wide enough for any part of what the machine itself took longer or shorter in between.</summary>
    /// <param name="machine">The time of a probe of the machine, new by old.</param>
    public RatioInterval Widened(double machine) => this with { Low = Low / Math.Max(1, machine), High = High / Math.Min(1, machine) };
}
