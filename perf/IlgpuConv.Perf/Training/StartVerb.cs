using System.Diagnostics;
using System.Text.Json;
using CommandLine;
using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Perf;

[Verb("start", HelpText = "How soon a new process has the result of its first convolution, in fresh processes.")]
internal sealed class StartVerb
{
    [Option("runs", Default = 7, HelpText = "Processes to start.")]
    public int Runs { get; set; }

    [Option("here", HelpText = "Measure in this process and print a line of JSON: what the verb runs as processes of their own.")]
    public bool Here { get; set; }

    public int Run(HarnessOutput output)
    {
        if (Runs < 1)
        {
            output.Error.WriteLine($"[start] --runs must be at least 1. Got {Runs}.");
            return 2;
        }
        if (Here) return Measure(output);

        var answers = new List<Dictionary<string, double>>();
        for (int run = 0; run < Runs; run++)
        {
            if (ChildProcess.LastLine(Environment.ProcessPath!, ChildProcess.Arguments("start", "--here")) is { } line)
                answers.Add(JsonSerializer.Deserialize<Dictionary<string, double>>(line)!);
        }
        if (answers.Count == 0)
        {
            output.Error.WriteLine($"[start] a process must answer. Got none of {Runs}.");
            return 1;
        }
        foreach (string name in answers[0].Keys)
        {
            double[] all = [.. answers.Select(a => a[name]).Order()];
            output.Out.WriteLine(FormattableString.Invariant($"{Statistics.Median(all),8:F1} ms ({all[0]:F1} to {all[^1]:F1})  {name}"));
        }
        output.Out.WriteLine($"medians of {answers.Count} processes, {Machine.Name}");
        return 0;
    }

    /// <summary>The first use of the library in this process: nothing of it has run before.</summary>
    private static int Measure(HarnessOutput output)
    {
        var times = new List<(string Name, double Milliseconds)>();
        long began = Stopwatch.GetTimestamp(), last = began;
        void Mark(string name)
        {
            long now = Stopwatch.GetTimestamp();
            times.Add((name, (now - last) * 1e3 / Stopwatch.Frequency));
            last = now;
        }

        using var device = new CpuDevice();
        Mark("device");
        using var scope = new TensorScope();
        var generator = new RandomGenerator(1);
        Tensor x = Tensor.Normal([1, 64, 56, 56], generator: generator, device: device);
        using var layer = new Conv2d(64, 64, 3, padding: 1, generator: generator, device: device);
        Mark("input and layer");
        using var noGrad = new NoGrad();
        Tensor y = layer.Forward(x);
        Mark("first convolution");
        float first = y.ToArray<float>()[0];
        Mark("reading its result");
        times.Add(("all until the first result", (last - began) * 1e3 / Stopwatch.Frequency));
        layer.Forward(x);
        Mark("second convolution");
        output.Out.WriteLine(JsonSerializer.Serialize(times.ToDictionary(t => t.Name, t => t.Milliseconds)));
        return float.IsFinite(first) ? 0 : 1;
    }
}
