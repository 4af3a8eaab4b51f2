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

    /// <summary>
    /// 10⁹ operations a second of some threads at once, the sum of the upper quartiles of each: what a thread does while nothing else has
    /// its processor.
    /// </summary>
    public static double Of(int threads)
    {
        using var start = new Barrier(threads);
        var rates = new double[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = OneThread(start)))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return rates.Sum();
    }

    private static double OneThread(Barrier start)
    {
        // New threads may begin on one processor; after a few milliseconds each has its own.
        const int Before = 150, Turns = 150;
        var rates = new double[Turns];
        start.SignalAndWait();
        for (int i = -Before; i < Turns; i++)
        {
            long began = Stopwatch.GetTimestamp();
            Turn(Steps);
            if (i >= 0) rates[i] = Flops / Stopwatch.GetElapsedTime(began).TotalSeconds / 1e9;
        }
        Array.Sort(rates);
        return rates[Turns * 3 / 4];
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
