using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IlgpuConv.Perf;

/// <summary>The bandwidth of a copy by some threads in the memory of this process: each copies a part of its own.</summary>
internal static unsafe class HostCopy
{
    private const double Seconds = 0.004;

    /// <summary>10⁹ bytes a second, read and written, of copies that move <paramref name="bytes"/> bytes altogether: half are read, half written.</summary>
    public static double GigaBytes(long bytes, int threads)
    {
        long part = Math.Max(64, bytes / 2 / threads);
        using var start = new Barrier(threads);
        var rates = new double[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(i => new Thread(() => rates[i] = Copy(part, start)))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return rates.Sum();
    }

    private static double Copy(long part, Barrier start)
    {
        void* source = NativeMemory.AlignedAlloc((nuint)part, 64), target = NativeMemory.AlignedAlloc((nuint)part, 64);
        try
        {
            // Memory that was never written has no pages.
            NativeMemory.Fill(source, (nuint)part, 1);
            NativeMemory.Fill(target, (nuint)part, 2);
            var times = new List<double>();
            // A time of many small copies: one alone is shorter than what the clock resolves.
            int repeats = (int)Math.Clamp((1 << 20) / part, 1, 1 << 14);
            start.SignalAndWait();
            long began = Stopwatch.GetTimestamp();
            while (times.Count < 3 || Stopwatch.GetElapsedTime(began).TotalSeconds < Seconds)
            {
                long turn = Stopwatch.GetTimestamp();
                for (int i = 0; i < repeats; i++) Buffer.MemoryCopy(source, target, part, part);
                times.Add(Stopwatch.GetElapsedTime(turn).TotalSeconds);
            }
            return 2.0 * part * repeats / Statistics.Median(times) / 1e9;
        }
        finally
        {
            NativeMemory.AlignedFree(source);
            NativeMemory.AlignedFree(target);
        }
    }
}
