namespace IlgpuConv.Perf;

/// <summary>The time of one case on one device.</summary>
/// <param name="Rung"><c>kernels</c>, <c>operations</c>, <c>networks</c> or <c>peers</c>.</param>
/// <param name="Name">The case.</param>
/// <param name="Device">The device, as <c>ilgpuconv devices</c> names it.</param>
/// <param name="Threads">Its threads or compute units.</param>
/// <param name="Unit"><c>s</c>: seconds; <c>peer</c>: the peer's time is 1. Less is faster.</param>
/// <param name="Samples">One figure a round, each a median: the rounds are far enough apart to show what the machine does meanwhile.</param>
internal sealed record PerfResult(string Rung, string Name, string Device, int Threads, string Unit, double[] Samples)
{
    /// <summary>Operations of a run, a multiply-add two; 0 where the case states none.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that a run must at least read and write; 0 where the case states none.</summary>
    public double Bytes { get; init; }

    /// <summary>Images of a run; 0 where a case is not counted in them.</summary>
    public int Images { get; init; }

    /// <summary>10⁹ operations a second that the device's threads make of multiply-adds in registers, measured in the same rounds.</summary>
    public double PeakGigaFlops { get; init; }

    /// <summary>10⁹ bytes a second, read and written, of a copy that moves as many bytes as the case, measured in the same rounds.</summary>
    public double CopyGigaBytes { get; init; }

    /// <summary>Processors that this process kept busy meanwhile: its processor time by the clock.</summary>
    public double Busy { get; init; }

    /// <summary>Managed bytes that a run allocates, where it was counted.</summary>
    public long? Allocated { get; init; }

    /// <summary>The kernels that a run launches, where they were recorded.</summary>
    public string[]? Kernels { get; init; }

    /// <summary>The median of the samples.</summary>
    public double Median => Statistics.Median(Samples);

    /// <summary>10⁹ operations a second.</summary>
    public double GigaFlops => Unit == "s" ? Flops / Median / 1e9 : 0;

    /// <summary>10⁹ bytes a second.</summary>
    public double GigaBytes => Unit == "s" ? Bytes / Median / 1e9 : 0;

    /// <summary>Images a second.</summary>
    public double ImagesPerSecond => Unit == "s" ? Images / Median : 0;

    /// <summary><c>max(flops / peak, bytes / copy) / time</c>: the part of what this machine can do at most. 0 where nothing bounds the case.</summary>
    public double Roofline => Math.Max(PeakGigaFlops > 0 ? GigaFlops / PeakGigaFlops : 0, CopyShare);

    /// <summary>The bandwidth by that of the copy.</summary>
    public double CopyShare => CopyGigaBytes > 0 ? GigaBytes / CopyGigaBytes : 0;

    /// <summary>What makes a case the same in two files.</summary>
    public string Key() => $"{Rung}: {Name}, {Device}, {Threads} {(Threads == 1 ? "thread" : "threads")}";
}
