namespace IlgpuConv.Perf;

/// <summary>A case of two files, or several cases together.</summary>
/// <param name="Name">The case.</param>
/// <param name="Old">The old median.</param>
/// <param name="New">The new median.</param>
/// <param name="Unit">Of the medians.</param>
/// <param name="Ratio">New by old.</param>
/// <param name="Verdict">What it shows.</param>
internal sealed record CaseComparison(string Name, double Old, double New, string Unit, RatioInterval Ratio, Verdict Verdict)
{
    /// <summary>The verdict of an interval: a difference must lie outside 1 with all of it, and count.</summary>
    /// <param name="ratio">New by old.</param>
    /// <param name="least">The least difference that counts, such as 0.03.</param>
    public static Verdict Judge(RatioInterval ratio, double least) =>
        double.IsPositiveInfinity(ratio.High) ? Verdict.OneFigure
        : ratio.Low > 1 && ratio.Ratio > 1 + least ? Verdict.Slower
        : ratio.High < 1 && ratio.Ratio < 1 / (1 + least) ? Verdict.Faster
        : Verdict.NoDifference;

    /// <summary>The cases that both files have, in the order of the new one.</summary>
    /// <param name="old">The old file.</param>
    /// <param name="now">The new file.</param>
    /// <param name="least">The least difference that counts.</param>
    public static List<CaseComparison> Of(PerfFile old, PerfFile now, double least)
    {
        Dictionary<string, PerfResult> before = old.Results.ToDictionary(result => result.Key());
        var comparisons = new List<CaseComparison>();
        foreach (PerfResult result in now.Results)
        {
            if (!before.TryGetValue(result.Key(), out PerfResult? earlier)) continue;
            RatioInterval ratio = Statistics.Ratio(earlier.Samples, result.Samples);
            // What the machine itself does slower or faster is no difference of the code; a peer in turns is the same control.
            if (result.Unit == "s" && Device(old, result) is { } a && Device(now, result) is { } b)
                ratio = ratio.Widened(MachineChange(result.CopyShare < result.Roofline || result.Bytes == 0 ? (a.PeakGigaFlops, b.PeakGigaFlops) : (a.CopyGigaBytes, b.CopyGigaBytes)));
            comparisons.Add(new(result.Key(), earlier.Median, result.Median, result.Unit, ratio, Judge(ratio, least)));
        }
        return comparisons;
    }

    /// <summary>How a probe's time changed from old to new, or 1 where its rounds do not show that it did.</summary>
    /// <param name="rates">The old and the new rates of the probe.</param>
    internal static double MachineChange((double[] Old, double[] New) rates)
    {
        if (rates.Old.Length == 0 || rates.New.Length == 0) return 1;
        RatioInterval change = Statistics.Ratio(rates.New, rates.Old);
        return change.Low > 1 || change.High < 1 ? change.Ratio : 1;
    }

    /// <summary>The device of a result in a file, or null.</summary>
    internal static PerfDevice? Device(PerfFile file, PerfResult result) =>
        Array.Find(file.Devices, device => device.Id == result.Device && device.Threads == result.Threads);
}
