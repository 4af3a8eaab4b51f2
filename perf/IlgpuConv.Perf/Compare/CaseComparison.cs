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
            if (result.Unit == "s") ratio = ratio.Widened(MachineRatios(old, now, result));
            comparisons.Add(new(result.Key(), earlier.Median, result.Median, result.Unit, ratio, Judge(ratio, least)));
        }
        return comparisons;
    }

    /// <summary>The times of the multiply-add and the copy probe, new by old, where both files have them.</summary>
    internal static IEnumerable<double> MachineRatios(PerfFile old, PerfFile now, PerfResult result)
    {
        PerfDevice? Device(PerfFile file) => Array.Find(file.Devices, device => device.Id == result.Device && device.Threads == result.Threads);
        if (Device(old) is not { } before || Device(now) is not { } after) yield break;
        foreach ((double[] a, double[] b) in new[] { (before.PeakGigaFlops, after.PeakGigaFlops), (before.CopyGigaBytes, after.CopyGigaBytes) })
            if (a.Length > 0 && b.Length > 0) yield return Statistics.Median(a) / Statistics.Median(b);
    }
}
