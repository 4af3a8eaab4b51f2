using System.Diagnostics;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>What a launch costs on a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Queued">Seconds a launch when many follow each other: what a network of small layers pays for each.</param>
/// <param name="Awaited">Seconds until a single launch is known to be done: what a program pays that looks at every result.</param>
internal sealed record LaunchOverhead(string Device, double Queued, double Awaited)
{
    private const int Launches = 2000;
    private const int Waits = 50;
    private const int Repeats = 7;

    /// <summary>Medians over launches of a kernel that does next to nothing.</summary>
    public static LaunchOverhead Of(Device device)
    {
        using DeviceBuffer buffer = device.Allocate(sizeof(float));
        BufferView view = buffer.View(ElementType.Float32);
        Awaited();
        Queued();
        return new LaunchOverhead(device.Id, Median(Queued), Median(Awaited));

        double Queued()
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Launches; i++) OverheadKernelsLaunch.Touch(device, new LaunchGrid(1), view);
            device.Synchronize();
            return Stopwatch.GetElapsedTime(began).TotalSeconds / Launches;
        }

        double Awaited()
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = 0; i < Waits; i++)
            {
                OverheadKernelsLaunch.Touch(device, new LaunchGrid(1), view);
                device.Synchronize();
            }
            return Stopwatch.GetElapsedTime(began).TotalSeconds / Waits;
        }
    }

    private static double Median(Func<double> measure) => Enumerable.Range(0, Repeats).Select(_ => measure()).Order().ElementAt(Repeats / 2);
}
