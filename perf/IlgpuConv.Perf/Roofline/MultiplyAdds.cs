using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Perf;

/// <summary>The multiply-adds that this processor makes in registers: the upper bar of every dense figure.</summary>
internal static class MultiplyAdds
{
    private const int Steps = 1 << 15;

    /// <summary>Operations of one turn.</summary>
    private static double Flops => 2.0 * Steps * 12 * Vector512<float>.Count;

    /// <summary>10⁹ operations a second of one thread, one figure for each of <paramref name="turns"/> turns of a fraction of a millisecond.</summary>
    public static List<double> OneThread(int turns)
    {
        var rates = new List<double>(turns);
        for (int i = 0; i < turns; i++)
        {
            long began = Stopwatch.GetTimestamp();
            Turn(Steps);
            rates.Add(Flops / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9);
        }
        return rates;
    }

    /// <summary>10⁹ operations a second of some threads at once, about 10 ms long: the median of the threads, times their number.</summary>
    public static double Of(int threads)
    {
        const int Turns = 40;
        if (threads == 1) return Statistics.Median(OneThread(Turns));
        using var start = new Barrier(threads);
        var rates = new List<double>[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            start.SignalAndWait();
            rates[i] = OneThread(Turns);
        }))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return threads * Statistics.Median([.. rates.SelectMany(rate => rate)]);
    }

    /// <summary>Twelve independent chains of multiply-adds: enough to hide the latency of two units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static float Turn(int steps)
    {
        Vector512<float> f = Vector512.Create(0.999f), a = f, b = f, c = f, d = f, e = f, g = f, h = f, i = f, j = f, k = f, l = f, m = f;
        for (int n = 0; n < steps; n++)
        {
            a = Vector512.FusedMultiplyAdd(a, f, f);
            b = Vector512.FusedMultiplyAdd(b, f, f);
            c = Vector512.FusedMultiplyAdd(c, f, f);
            d = Vector512.FusedMultiplyAdd(d, f, f);
            e = Vector512.FusedMultiplyAdd(e, f, f);
            g = Vector512.FusedMultiplyAdd(g, f, f);
            h = Vector512.FusedMultiplyAdd(h, f, f);
            i = Vector512.FusedMultiplyAdd(i, f, f);
            j = Vector512.FusedMultiplyAdd(j, f, f);
            k = Vector512.FusedMultiplyAdd(k, f, f);
            l = Vector512.FusedMultiplyAdd(l, f, f);
            m = Vector512.FusedMultiplyAdd(m, f, f);
        }
        return Vector512.Sum(a + b + c + d + e + g + h + i + j + k + l + m);
    }
}
