using System.Diagnostics;
using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Analysis;

/// <summary>
/// What a machine can do at most: work of i operations a byte runs at no more than <c>min(peak, i x bandwidth)</c>. Source: Williams et al.,
/// "Roofline: An Insightful Visual Performance Model for Multicore Architectures" (2009).
/// </summary>
/// <param name="PeakFlops">Operations a second.</param>
/// <param name="Bandwidth">Bytes a second between memory and processor.</param>
public sealed record Roofline(double PeakFlops, double Bandwidth)
{
    /// <summary>
    /// What this library reaches at best on a device: the fastest of a few convolutions 3x3 of 128 channels, and of a few copies of 64 MiB. It takes about a second,
    /// much longer on <c>reference</c>.
    /// </summary>
    public static Roofline Measure(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        const int Channels = 128, Size = 28, Numbers = 1 << 24;
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Tensor x = Tensor.Full([1, Channels, Size, Size], 1, device: device), weight = Tensor.Full([Channels, Channels, 3, 3], 1, device: device, order: MemoryOrder.Filter);
        double flops = 2.0 * Channels * Channels * 9 * Size * Size / Fastest(device, () => x.Conv2d(weight, padding: 1).Dispose());
        Tensor from = Tensor.Full([Numbers], 1, device: device), to = Tensor.Full([Numbers], 0, device: device);
        return new Roofline(flops, 2.0 * Numbers * sizeof(float) / Fastest(device, () => to.CopyFrom(from)));
    }

    /// <summary>Operations a byte above which arithmetic is the limit, not memory.</summary>
    public double Ridge => PeakFlops / Bandwidth;

    /// <summary>Operations a second that work of <paramref name="intensity"/> operations a byte can reach.</summary>
    public double Attainable(double intensity) => Math.Min(PeakFlops, intensity * Bandwidth);

    /// <summary>Seconds that work takes at least: <c>max(flops / peak, bytes / bandwidth)</c>.</summary>
    public double Seconds(double flops, double bytes) => Math.Max(flops / PeakFlops, bytes / Bandwidth);

    private static double Fastest(Device device, Action work)
    {
        double fastest = double.PositiveInfinity;
        for (int i = 0; i < 12; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work();
            device.Synchronize();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        return fastest;
    }
}
