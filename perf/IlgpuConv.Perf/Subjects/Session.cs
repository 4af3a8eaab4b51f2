using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>A subject on a device, with its inputs in place: every run does the same work.</summary>
/// <param name="device">The device.</param>
/// <param name="run">Does the work once; it may still be going on when this returns.</param>
/// <param name="close">Gives the memory back.</param>
internal sealed class Session(Device device, Action run, Action close) : IDisposable
{
    private double _processorSeconds;
    private double _seconds;

    /// <summary>The kernels that a run launches, where they are known.</summary>
    public string[]? Kernels { get; init; }

    /// <summary>Operations of a run, a multiply-add two; 0 where that is not known.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that a run must at least read and write; 0 where that is not known.</summary>
    public double Bytes { get; init; }

    /// <summary>Processors that were busy during all measurements.</summary>
    public double Busy => _seconds > 0 ? _processorSeconds / _seconds : 0;

    /// <summary>Does the work once and waits for it.</summary>
    public void Run()
    {
        run();
        device.Synchronize();
    }

    /// <summary>The median seconds of at least three runs, by the device's own clock where it has one.</summary>
    /// <param name="seconds">How long to measure at most, once there are three.</param>
    public double Measure(double seconds)
    {
        // The other sessions of a round had the caches.
        Run();
        var times = new List<double>();
        double spent = 0;
        TimeSpan began = Environment.CpuUsage.TotalTime;
        long clock = System.Diagnostics.Stopwatch.GetTimestamp();
        while (times.Count < 3 || spent < seconds)
        {
            times.Add(device.Time(run));
            spent = System.Diagnostics.Stopwatch.GetElapsedTime(clock).TotalSeconds;
        }
        _seconds += spent;
        _processorSeconds += (Environment.CpuUsage.TotalTime - began).TotalSeconds;
        return Statistics.Median(times);
    }

    /// <inheritdoc/>
    public void Dispose() => close();
}
