using CommandLine;
using Spectre.Console;

namespace IlgpuConv.Perf;

[Verb("compare", HelpText = "Compare two result files case by case: faster, slower, or no difference shown. Exit code 1 where something is slower.")]
internal sealed class CompareVerb
{
    [Value(0, MetaName = "OLD", Required = true, HelpText = "A file of run --json, bench --json, peers --samples or peers --json.")]
    public string Old { get; set; } = "";

    [Value(1, MetaName = "NEW", Required = true, HelpText = "A file of the same verb on the same machine.")]
    public string New { get; set; } = "";

    [Option("least", Default = 3.0, MetaValue = "PERCENT", HelpText = "The least difference that counts, whatever the noise.")]
    public double Least { get; set; }

    [Option("anyway", HelpText = "Compare files of different machines, devices or threads too.")]
    public bool Anyway { get; set; }

    public int Run(HarnessOutput output)
    {
        PerfFile old, now;
        try
        {
            (old, now) = (Read(Old), Read(New));
            string[] unlike = [.. Unlike(old, now)];
            if (unlike.Length > 0 && !Anyway) throw new FormatException($"[compare] both files must be of one machine and setting (or give --anyway). Got {string.Join("; ", unlike)}.");
        }
        catch (Exception fault) when (fault is FormatException or IOException or UnauthorizedAccessException)
        {
            output.Error.WriteLine(fault.Message);
            return 2;
        }
        List<CaseComparison> comparisons = CaseComparison.Of(old, now, Least / 100);
        if (comparisons.Count == 0)
        {
            output.Error.WriteLine($"[compare] the files must have a case in common. Got {Count(old)} in '{Old}' and {Count(now)} in '{New}', all different.");
            return 2;
        }
        List<CaseComparison> groups = [.. Groups(old, now)];
        Print(output, old, now, [.. comparisons, .. groups]);
        int slower = comparisons.Concat(groups).Count(c => c.Verdict == Verdict.Slower), faster = comparisons.Concat(groups).Count(c => c.Verdict == Verdict.Faster);
        output.Out.WriteLine($"{faster} faster, {slower} slower, {comparisons.Count + groups.Count - faster - slower} without a difference shown");
        return slower > 0 ? 1 : 0;
    }

    private static string Count(PerfFile file) => file.Results.Length == 1 ? "1 case" : $"{file.Results.Length} cases";

    private static PerfFile Read(string path)
    {
        using (StreamReader reader = File.OpenText(path))
            if (!PeerLines.Is(reader.ReadLine() ?? "")) return PerfFile.Read(path);
        return PeerLines.Read(path);
    }

    /// <summary>What makes the times of two files not comparable.</summary>
    private static IEnumerable<string> Unlike(PerfFile old, PerfFile now)
    {
        if (old.Verb != now.Verb) yield return $"the verb {old.Verb} and {now.Verb}";
        if (old.Machine != now.Machine) yield return $"the machine '{old.Machine}' and '{now.Machine}'";
        string[] Settings(PerfFile file) => [.. file.Results.Select(result => $"{result.Device} with {result.Threads} threads").Distinct().Order()];
        string[] before = Settings(old), after = Settings(now);
        if (!before.Intersect(after).Any()) yield return $"{string.Join(", ", before)} and {string.Join(", ", after)}";
        foreach (PerfDevice device in old.Devices)
            if (Array.Find(now.Devices, other => other.Id == device.Id && other.Threads == device.Threads) is { } other && other.Name != device.Name)
                yield return $"{device.Id} '{device.Name}' and '{other.Name}'";
    }

    /// <summary>Where cases have one figure each, as lines of one run of <c>peers</c>, all of them together still show something.</summary>
    private IEnumerable<CaseComparison> Groups(PerfFile old, PerfFile now)
    {
        Dictionary<string, PerfResult> before = old.Results.ToDictionary(result => result.Key());
        foreach (IGrouping<string, PerfResult> group in now.Results.Where(result => result.Unit == "peer" && before.ContainsKey(result.Key())).GroupBy(PeerLines.Group))
        {
            double[] ratios = [.. group.Select(result => result.Median / before[result.Key()].Median)];
            if (ratios.Length < 5) continue;
            RatioInterval mean = Statistics.Mean(ratios);
            double Mean(Func<PerfResult, double> median) => Math.Exp(group.Average(result => Math.Log(median(result))));
            yield return new(
                $"{group.Key}: {ratios.Length} cases", Mean(result => before[result.Key()].Median), Mean(result => result.Median), "peer", mean,
                CaseComparison.Judge(mean, Least / 100));
        }
    }

    private void Print(HarnessOutput output, PerfFile old, PerfFile now, List<CaseComparison> comparisons)
    {
        var table = new Table();
        foreach (string column in (string[])["case", "old", "new", "new by old, 99%", "verdict"]) table.AddColumn(column);
        foreach (CaseComparison c in comparisons)
        {
            string reach = c.Verdict == Verdict.OneFigure ? "" : FormattableString.Invariant($" ({c.Ratio.Low:F3} to {c.Ratio.High:F3})");
            table.AddRow(Markup.Escape(c.Name), Figure(c.Old, c.Unit), Figure(c.New, c.Unit), FormattableString.Invariant($"{c.Ratio.Ratio:F3}{reach}"), Text(c.Verdict));
        }
        output.Write(table, 160);
        output.Out.WriteLine($"old: {Describe(old)}\nnew: {Describe(now)}");
        foreach (PerfDevice device in now.Devices)
        {
            if (Array.Find(old.Devices, d => d.Id == device.Id && d.Threads == device.Threads) is not { } before) continue;
            double peak = CaseComparison.MachineChange((before.PeakGigaFlops, device.PeakGigaFlops)), copy = CaseComparison.MachineChange((before.CopyGigaBytes, device.CopyGigaBytes));
            if (peak == 1 && copy == 1) continue;
            output.Out.WriteLine(FormattableString.Invariant(
                $"{device.Id} with {device.Threads} threads is itself not what it was: multiply-adds take {peak:F3} times as long, a copy {copy:F3}; the intervals of what these bound are wider by that"));
        }
        Missing(output, old, now, "only in the old file");
        Missing(output, now, old, "only in the new file");
    }

    private static void Missing(HarnessOutput output, PerfFile file, PerfFile other, string what)
    {
        HashSet<string> known = [.. other.Results.Select(result => result.Key())];
        foreach (PerfResult result in file.Results.Where(result => !known.Contains(result.Key()))) output.Out.WriteLine($"{what}: {result.Key()}");
    }

    private static string Describe(PerfFile file) =>
        file.Machine.Length == 0 ? "lines of peers, without machine and commit" : FormattableString.Invariant($"{file.Date:yyyy-MM-dd HH:mm}, {file.Commit}, {file.Machine}");

    private static string Figure(double value, string unit) =>
        unit == "s" ? FormattableString.Invariant($"{value * 1e6:F1} µs") : FormattableString.Invariant($"{value:F3} of the peer's");

    private static string Text(Verdict verdict) => verdict switch
    {
        Verdict.Faster => "faster",
        Verdict.Slower => "slower",
        Verdict.OneFigure => "no difference shown (one figure)",
        _ => "no difference shown",
    };
}
