using System.Text.Json;
using CommandLine;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf;

[Verb("run", isDefault: true, HelpText = "Time the cases of the operations; each operation is checked against the reference first.")]
internal sealed class RunVerb
{
    [Option("filter", MetaValue = "PREFIX", HelpText = "Only the cases whose names begin so, such as Conv2d.")]
    public string? Filter { get; set; }

    [Option("device", Default = "cpu", HelpText = "The device, as `ilgpuconv devices` names it; several with commas; `all` for every one but reference.")]
    public string DeviceNames { get; set; } = "cpu";

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
        Device[] devices;
        try
        {
            devices = [.. Names().Select(Open).Distinct()];
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
            Device[] right = [.. devices.Where(device => IsRight(operation.Key, device))];
            wrong += devices.Length - right.Length;
            OperationCase[] timed = [.. operation.Where(c => c.IsPerformanceOnly)];
            if (All || timed.Length == 0) timed = [.. operation];
            // The devices side by side, case by case: what slows the machine for a while slows all of them.
            foreach (OperationCase subject in timed) measured.AddRange(right.Select(device => PerformanceMeasurement.Of(subject, device, Seconds)));
        }
        LaunchOverhead[] overheads = [.. devices.Select(LaunchOverhead.Of)];
        RunTable.Print(devices, measured, overheads);
        if (Json is not null) Save(devices, measured, overheads);
        return wrong == 0 ? 0 : 1;
    }

    private IEnumerable<string> Names() => DeviceNames == "all"
        ? Devices.All.Where(entry => entry.IsPresent && entry.Id != "reference").Select(entry => entry.Id)
        : DeviceNames.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private Device Open(string name) => name == "cpu" && Threads is { } threads ? new CpuDevice(threads) : Devices.Get(name);

    /// <summary>Checks the small cases of an operation, and says which are wrong.</summary>
    private static bool IsRight(string operation, Device device)
    {
        CaseResult[] failed =
        [
            .. CaseSource.Matching(operation + "/").Where(c => !c.IsPerformanceOnly).Select(c => DeviceCheck.Run(c, device))
                .Where(c => c.Outcome == CaseOutcome.Failed),
        ];
        foreach (CaseResult check in failed) Console.Error.WriteLine($"{check}: not timed");
        return failed.Length == 0;
    }

    private void Save(Device[] devices, List<PerformanceMeasurement> measured, LaunchOverhead[] overheads)
    {
        var report = new
        {
            machine = Machine.Name,
            commit = Machine.Commit,
            device = string.Join(',', devices.Select(device => device.Id)),
            threads = Threads,
            launches = overheads,
            results = measured,
        };
        string beside = Json + ".part";
        File.WriteAllText(beside, JsonSerializer.Serialize(report, s_json));
        File.Move(beside, Json!, overwrite: true);
    }

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };
}
