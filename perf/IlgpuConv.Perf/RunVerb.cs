using System.Text.Json;
using CommandLine;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;
using Spectre.Console;

namespace IlgpuConv.Perf;

[Verb("run", isDefault: true, HelpText = "Time the cases of the operations; each operation is checked against the reference first.")]
internal sealed class RunVerb
{
    [Option("filter", MetaValue = "PREFIX", HelpText = "Only the cases whose names begin so, such as Conv2d.")]
    public string? Filter { get; set; }

    [Option("device", Default = "cpu", HelpText = "The device, as `ilgpuconv devices` names it.")]
    public string DeviceId { get; set; } = "cpu";

    [Option("threads", MetaValue = "N", HelpText = "Worker threads of the cpu device; all processors by default.")]
    public int? Threads { get; set; }

    [Option("seconds", Default = 0.5, HelpText = "How long to time each case at most.")]
    public double Seconds { get; set; }

    [Option("all", HelpText = "Time the small cases too, which exist for checking.")]
    public bool All { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Write the measurements with machine and device as JSON.")]
    public string? Json { get; set; }

    public int Run()
    {
        OperationCase[] cases = [.. CaseSource.Matching(Filter)];
        if (cases.Length == 0)
        {
            Console.Error.WriteLine($"no case begins with '{Filter}'. `ilgpuconv verify --list` names them.");
            return 2;
        }
        Device device;
        try
        {
            device = Threads is { } threads && DeviceId == "cpu" ? new CpuDevice(threads) : Devices.Get(DeviceId);
        }
        catch (ArgumentException fault)
        {
            Console.Error.WriteLine(fault.Message);
            return 2;
        }

        int wrong = 0;
        var measured = new List<PerformanceMeasurement>();
        foreach (IGrouping<string, OperationCase> operation in cases.GroupBy(c => c.Name.Split('/')[0]))
        {
            CaseResult[] checks = [.. CaseSource.Matching(operation.Key + "/").Where(c => !c.IsPerformanceOnly).Select(c => DeviceCheck.Run(c, device))];
            CaseResult[] failed = [.. checks.Where(c => c.Outcome == CaseOutcome.Failed)];
            foreach (CaseResult check in failed) Console.Error.WriteLine($"{check}: not timed");
            wrong += failed.Length;
            if (failed.Length > 0) continue;
            OperationCase[] timed = [.. operation.Where(c => c.IsPerformanceOnly)];
            if (All || timed.Length == 0) timed = [.. operation];
            measured.AddRange(timed.Select(c => PerformanceMeasurement.Of(c, device, Seconds)));
        }
        Print(measured, device);
        if (Json is not null) Save(measured, device);
        return wrong == 0 ? 0 : 1;
    }

    private static void Print(List<PerformanceMeasurement> measured, Device device)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape($"{device.Id}: {device.Name}, {Machine.Name}")) };
        table.AddColumn("case");
        foreach (string column in (string[])["median µs", "GFLOP/s", "GB/s"]) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (PerformanceMeasurement m in measured)
        {
            table.AddRow(
                Markup.Escape(m.Name), FormattableString.Invariant($"{m.Seconds * 1e6:F1}"),
                m.GigaFlops > 0 ? FormattableString.Invariant($"{m.GigaFlops:F1}") : "",
                m.GigaBytes > 0 ? FormattableString.Invariant($"{m.GigaBytes:F1}") : "");
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 120;
        AnsiConsole.Write(table);
    }

    private void Save(List<PerformanceMeasurement> measured, Device device)
    {
        var report = new { machine = Machine.Name, commit = Machine.Commit, device = device.Id, threads = Threads, results = measured };
        string beside = Json + ".part";
        File.WriteAllText(beside, JsonSerializer.Serialize(report, s_json));
        File.Move(beside, Json!, overwrite: true);
    }

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };
}
