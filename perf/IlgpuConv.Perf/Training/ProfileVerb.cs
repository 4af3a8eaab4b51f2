using System.Diagnostics;
using CommandLine;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

[Verb("profile", HelpText = "Where the time of a training step of a network goes, by kernel.")]
internal sealed class ProfileVerb
{
    [Option("network", Default = "resnet18-net", MetaValue = "KIND", HelpText = "A network of perf/peers/layers.tsv, by its kind.")]
    public string Network { get; set; } = "resnet18-net";

    [Option("threads", Default = 1, HelpText = "The number of threads.")]
    public int Threads { get; set; }

    [Option("steps", Default = 5, HelpText = "How many steps to measure, after two that are not.")]
    public int Steps { get; set; }

    public int Run(HarnessOutput output)
    {
        if (Threads is < 1 or > 1024 || Steps < 1)
        {
            output.Error.WriteLine($"[profile] --threads must be 1 to 1024 and --steps at least 1. Got {Threads} and {Steps}.");
            return 2;
        }
        if (TrainedNetworks.Find(Network, output) is not { } layer) return 2;

        using var processor = new CpuDevice(Threads);
        using var device = new ProfilingDevice(processor);
        using var ours = new OurNetwork(layer, device);
        ours.Step();
        ours.Step();
        device.Clear();
        (long began, long bytes) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes());
        for (int step = 0; step < Steps; step++) ours.Step();
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds / Steps, kernels = 0;
        bytes = (GC.GetTotalAllocatedBytes() - bytes) / Steps;
        foreach ((string kernel, long launches, double all) in device.Kernels)
        {
            kernels += all / Steps;
            output.Out.WriteLine(FormattableString.Invariant($"{1e3 * all / Steps,9:F2} ms {100 * all / Steps / seconds,5:F1} % {launches / Steps,6} launches  {kernel}"));
        }
        output.Out.WriteLine(FormattableString.Invariant(
            $"{1e3 * (seconds - kernels),9:F2} ms {100 * (1 - kernels / seconds),5:F1} % outside kernels, {bytes / 1024} KB of objects"));
        output.Out.WriteLine(FormattableString.Invariant(
            $"{layer}, {Threads} threads: {1e3 * seconds:F1} ms a step, {layer.Batch / seconds:F1} images/s, device memory at most {device.Memory.Peak >> 20} MB"));
        return 0;
    }
}
