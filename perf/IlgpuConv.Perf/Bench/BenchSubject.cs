namespace IlgpuConv.Perf;

/// <summary>A subject on a device, as BenchmarkDotNet takes it for a parameter.</summary>
public sealed class BenchSubject
{
    internal BenchSubject(Subject subject, DeviceProbe probe) => (Subject, Probe) = (subject, probe);

    internal Subject Subject { get; }

    internal DeviceProbe Probe { get; }

    /// <summary>The bandwidths of copies as large as the case, before and after it.</summary>
    internal List<double> Copies { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Subject.Rung}: {Subject.Name} on {Probe.Device.Id}";

    /// <summary>Bytes that a run must at least read and write.</summary>
    internal double Bytes { get; private set; }

    /// <summary>Operations of a run.</summary>
    internal double Flops { get; private set; }

    internal void TurnProbe(Session session)
    {
        Probe.Turn();
        (Flops, Bytes) = (session.Flops, session.Bytes);
        if (Bytes > 0) Copies.Add(Probe.Copy((long)Bytes));
    }
}
