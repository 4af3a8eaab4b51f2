using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>
/// Times subjects on devices in turns: in each round every device is probed, then every subject runs on every device. What slows the
/// machine for a while slows all of them, and lies within the samples of each.
/// </summary>
internal sealed class RunSession(IReadOnlyList<Device> devices, int rounds, double seconds, TextWriter progress)
{
    private readonly DeviceProbe[] _probes = [.. devices.Select(device => new DeviceProbe(device))];
    private readonly CaseChecks _checks = new(devices);

    /// <summary>The figures so far.</summary>
    public List<PerfResult> Results { get; } = [];

    /// <summary>How many subjects were wrong and not timed.</summary>
    public int Wrong { get; private set; }

    /// <summary>Checks subjects and times those that are right.</summary>
    public void Time(Subject[] subjects)
    {
        var timed = new List<Timed>();
        foreach (Subject subject in subjects)
            foreach (DeviceProbe probe in _probes.Where(probe => IsRight(subject, probe.Device)))
                timed.Add(new(subject, probe, subject.Open(probe.Device)));
        timed.RemoveAll(t => t.Session.Kernels is { Length: 0 });
        for (int round = 0; round < rounds; round++)
        {
            foreach (DeviceProbe probe in _probes) probe.Turn();
            foreach (Timed t in timed)
            {
                t.Samples.Add(t.Session.Measure(seconds / rounds));
                if (t.Session.Bytes > 0) t.Copies.Add(t.Probe.Copy((long)t.Session.Bytes));
            }
        }
        foreach (Timed t in timed)
        {
            t.Session.Dispose();
            Device device = t.Probe.Device;
            Results.Add(new PerfResult(t.Subject.Rung, t.Subject.Name, device.Id, device.Capabilities.Threads, "s", [.. t.Samples])
            {
                Flops = t.Session.Flops, Bytes = t.Session.Bytes, Images = t.Subject.Images, PeakGigaFlops = t.Probe.LastPeak(rounds),
                CopyGigaBytes = t.Copies.Count > 0 ? Statistics.Median(t.Copies) : 0, Busy = t.Session.Busy, Kernels = t.Session.Kernels,
            });
            progress.WriteLine(FormattableString.Invariant($"{Results[^1].Key()}: {Results[^1].Median * 1e6:F1} µs"));
        }
    }

    /// <summary>What the devices are and can do at most; the probes end.</summary>
    public PerfDevice[] Describe()
    {
        PerfDevice[] described = [.. _probes.Select(probe => probe.Describe())];
        Array.ForEach(_probes, probe => probe.Dispose());
        return described;
    }

    /// <summary>Whether a subject fits a device and is right there: what is wrong is said and counted.</summary>
    public bool IsRight(Subject subject, Device device)
    {
        if (!subject.Fits(device)) return false;
        if (subject.Fault(device, _checks) is not { } fault) return true;
        progress.WriteLine($"failed {subject.Rung}: {subject.Name} ({device.Id}): {fault}: not timed");
        Wrong++;
        return false;
    }

    private sealed record Timed(Subject Subject, DeviceProbe Probe, Session Session)
    {
        public List<double> Samples { get; } = [];

        public List<double> Copies { get; } = [];
    }
}
