using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using CommandLine;

namespace IlgpuConv.Perf;

[Verb("peak", HelpText = "Measure the multiply-add peak of one thread: the upper bar of every dense figure, in the same minute.")]
internal sealed class PeakVerb
{
    private const int Steps = 1 << 16;

    public int Run()
    {
        var rates = new List<double>();
        for (int i = 0; i < 60; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            float sink = Multiply(Steps);
            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            if (float.IsNaN(sink)) return 1;
            if (i >= 10) rates.Add(2.0 * Steps * 12 * Vector512<float>.Count / seconds / 1e9);
        }
        rates.Sort();
        Console.WriteLine(FormattableString.Invariant($"multiply-add peak, one thread: median {rates[rates.Count / 2]:F1}, best {rates[^1]:F1} GFLOP/s ({Machine.Name})"));
        return 0;
    }

    /// <summary>Twelve independent chains of multiply-adds: enough to hide the latency of two units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Multiply(int steps)
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
