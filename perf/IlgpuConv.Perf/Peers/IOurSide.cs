using System.Diagnostics;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

/// <summary>What is compared with a peer: checked once, then measured in turns.</summary>
internal interface IOurSide : IDisposable
{
    /// <summary>How wrong it is; up to 1 is right.</summary>
    double Check();

    /// <summary>The median seconds of a run.</summary>
    /// <param name="seconds">How long to measure.</param>
    /// <param name="backward">Whether gradients are part of a run.</param>
    /// <param name="algorithm">What convolutions use.</param>
    double Measure(double seconds, bool backward, ConvAlgorithm algorithm = ConvAlgorithm.Planned);

    /// <summary>The side of a layer or a network.</summary>
    static IOurSide Of(PeerLayer layer, Device device) =>
        layer.IsInference ? new OurInference(layer, device) : layer.IsNetwork ? new OurNetwork(layer, device) : new OurLayer(layer, device);

    /// <summary>The median seconds of at least five runs after one that is not counted.</summary>
    static double Median(double seconds, Action run)
    {
        run();
        var times = new List<double>();
        long begin = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        times.Sort();
        return times[times.Count / 2];
    }
}
