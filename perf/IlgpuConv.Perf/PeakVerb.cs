using CommandLine;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

[Verb("peak", HelpText = "Measure what this processor can do at most: multiply-adds and copies, the bars of the roofline, by threads.")]
internal sealed class PeakVerb
{
    [Option("threads", Separator = ',', MetaValue = "N,N", HelpText = "Numbers of threads; one and all processors by default.")]
    public IEnumerable<int> Threads { get; set; } = [];

    public int Run(HarnessOutput output)
    {
        int[] threads = Threads.Any() ? [.. Threads] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        if (threads.Any(n => n is < 1 or > 1024))
        {
            output.Error.WriteLine($"[peak] --threads must be 1 to 1024. Got {string.Join(", ", threads)}.");
            return 2;
        }
        foreach (int count in threads)
        {
            using var device = new CpuDevice(count);
            using var probe = new DeviceProbe(device);
            for (int i = 0; i < 5; i++) probe.Turn();
            PerfDevice measured = probe.Describe();
            output.Out.WriteLine(FormattableString.Invariant(
                $"{count} {(count == 1 ? "thread" : "threads")}: multiply-adds {Statistics.Median(measured.PeakGigaFlops):F1} GFLOP/s (best {measured.PeakGigaFlops.Max():F1}), copy {Statistics.Median(measured.CopyGigaBytes):F1} GB/s read and written"));
        }
        output.Out.WriteLine(Machine.Name);
        return 0;
    }
}
