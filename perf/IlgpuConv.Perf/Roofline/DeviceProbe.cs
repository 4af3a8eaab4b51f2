using System.Diagnostics;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>
/// What a device can do at most, measured in turns with the cases. The processor is measured without the kernels of this library, so
/// that what they lose shows.
/// </summary>
internal sealed class DeviceProbe(Device device) : IDisposable
{
    private const int Launches = 2000, Waits = 50, Repeats = 7;
    private const long LargeCopy = 128L << 20;

    private readonly List<double> _peaks = [];
    private readonly List<double> _copies = [];
    private DeviceBuffer? _from;
    private DeviceBuffer? _to;

    /// <summary>The device.</summary>
    public Device Device => device;

    /// <summary>One lane after the other: a small part of the work tells as much.</summary>
    private bool IsScalar => device.Capabilities.Kind == DeviceKind.Reference;

    private bool IsProcessor => device.Capabilities is { Kind: DeviceKind.Cpu, UsesHostMemory: true };

    /// <summary>Measures peak and bandwidth once more.</summary>
    public void Turn()
    {
        _peaks.Add(Peak());
        _copies.Add(Copy(IsScalar ? LargeCopy / 256 : LargeCopy));
    }

    /// <summary>The median peak of the last <paramref name="turns"/> turns.</summary>
    public double LastPeak(int turns) => Statistics.Median(_peaks[^turns..]);

    /// <summary>10⁹ bytes a second, read and written, of a copy that moves <paramref name="bytes"/> bytes altogether.</summary>
    public double Copy(long bytes)
    {
        if (IsProcessor) return HostCopy.GigaBytes(bytes, device.Capabilities.Threads);
        const int Lanes = 1024;
        long part = Math.Max(1, bytes / 2 / (4 * Lanes)) * 4 * Lanes;
        Grow(part);
        int rows = checked((int)(part / (4 * Lanes)));
        (BufferView x, BufferView y) = (_from!.View(ElementType.Float32), _to!.View(ElementType.Float32));
        double kernel = Fastest(() => ProbeKernelsLaunch.Copy(device, new LaunchGrid(Lanes, (rows + 63) / 64), x, y, Lanes, rows));
        double driver = Fastest(() => device.Copy(_from, 0, _to, 0, part));
        return 2.0 * part / Math.Min(kernel, driver) / 1e9;
    }

    /// <summary>The device's figures for a file.</summary>
    public PerfDevice Describe()
    {
        using DeviceBuffer buffer = device.Allocate(sizeof(float));
        BufferView view = buffer.View(ElementType.Float32);
        Awaited();
        Queued();
        double queued = Statistics.Median([.. Enumerable.Range(0, Repeats).Select(_ => Queued())]);
        double awaited = Statistics.Median([.. Enumerable.Range(0, Repeats).Select(_ => Awaited())]);
        return new(device.Id, device.Name, device.Capabilities.Threads, [.. _peaks], [.. _copies], queued, awaited);

        double Queued()
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Launches; i++) ProbeKernelsLaunch.Touch(device, new LaunchGrid(1), view);
            device.Synchronize();
            return Stopwatch.GetElapsedTime(began).TotalSeconds / Launches;
        }

        double Awaited()
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Waits; i++)
            {
                ProbeKernelsLaunch.Touch(device, new LaunchGrid(1), view);
                device.Synchronize();
            }
            return Stopwatch.GetElapsedTime(began).TotalSeconds / Waits;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _from?.Dispose();
        _to?.Dispose();
    }

    private double Peak()
    {
        if (IsProcessor) return MultiplyAdds.Of(device.Capabilities.Threads);
        const int Steps = 4096;
        (int lanes, int groups) = IsScalar ? (1, 1) : (4096, 64);
        Grow(4L * lanes * groups);
        BufferView y = _to!.View(ElementType.Float32);
        double seconds = Fastest(() => ProbeKernelsLaunch.MultiplyAdd(device, new LaunchGrid(lanes, groups), y, 0.999f, lanes, Steps));
        return 2.0 * 12 * Steps * lanes * groups / seconds / 1e9;
    }

    private double Fastest(Action work)
    {
        double best = double.PositiveInfinity;
        for (int i = 0; i < 5; i++) best = Math.Min(best, device.Time(work));
        return best;
    }

    private void Grow(long bytes)
    {
        if (_from is not null && _from.ByteLength >= bytes) return;
        Dispose();
        (_from, _to) = (device.Allocate(bytes), device.Allocate(bytes));
        device.Fill(_from, 0, bytes, [0, 0, 0, 0]);
        device.Fill(_to, 0, bytes, [0, 0, 0, 0]);
    }
}
