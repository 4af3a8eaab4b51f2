using System.Diagnostics;
using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>The time of one case on one device, by the device's own clock where it has one.</summary>
/// <param name="Name">The case.</param>
/// <param name="Device">The device.</param>
/// <param name="Seconds">The median time of a forward.</param>
/// <param name="GigaFlops">10⁹ floating-point operations a second, 0 where the case states none.</param>
/// <param name="GigaBytes">10⁹ bytes a second, 0 where the case states none.</param>
public sealed record PerformanceMeasurement(string Name, string Device, double Seconds, double GigaFlops, double GigaBytes)
{
    /// <summary>Times the forward of a case in <c>float</c>: the median of at least five runs after two that are not counted.</summary>
    /// <param name="subject">The case; check it before it is timed.</param>
    /// <param name="device">The device.</param>
    /// <param name="seconds">How long to measure at most, once there are five runs.</param>
    public static PerformanceMeasurement Of(OperationCase subject, Device device, double seconds = 0.5)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(device);
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Tensor[] inputs = CaseRun.Inputs(subject, device, ElementType.Float32);
        var times = new List<double>();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < 7 || Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; i++)
        {
            double time = device.Time(() =>
            {
                using (new TensorScope()) subject.Call(inputs);
            });
            if (i > 1) times.Add(time);
        }
        times.Sort();
        double median = times[times.Count / 2];
        return new PerformanceMeasurement(subject.Name, device.Id, median, subject.Flops / median / 1e9, subject.Bytes / median / 1e9);
    }
}
