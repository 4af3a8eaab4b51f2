using System.Text.Json;
using CommandLine;
using IlgpuConv.Runtime;

namespace IlgpuConv.Perf;

[Verb("memory", HelpText = "Memory of a network's training: what it adds to the peak of resident memory after start-up, ours and PyTorch's, each in a fresh process.")]
internal sealed class MemoryVerb
{
    [Option("network", Default = "resnet18-net", MetaValue = "KIND", HelpText = "A network of perf/peers/layers.tsv, by its kind.")]
    public string Network { get; set; } = "resnet18-net";

    [Option("threads", Default = 1, HelpText = "The number of threads.")]
    public int Threads { get; set; }

    [Option("steps", Default = 5, HelpText = "Steps of training.")]
    public int Steps { get; set; }

    [Option("ours-only", HelpText = "Measure in this process and print a line of JSON: what the verb runs as a process of its own.")]
    public bool OursOnly { get; set; }

    public int Run(HarnessOutput output)
    {
        if (Threads is < 1 or > 1024 || Steps < 1)
        {
            output.Error.WriteLine($"[memory] --threads must be 1 to 1024 and --steps at least 1. Got {Threads} and {Steps}.");
            return 2;
        }
        if (TrainedNetworks.Find(Network, output) is not { } layer) return 2;
        if (OursOnly) return Measure(layer, output);

        string[] ours = ["memory", "--ours-only", "--network", Network, "--threads", $"{Threads}", "--steps", $"{Steps}"];
        output.Out.WriteLine($"ours: {Describe(Child(Environment.ProcessPath!, ChildProcess.Arguments(ours)))}");
        string script = Path.Combine(AppContext.BaseDirectory, "peers", "torch_networks.py");
        foreach (string layout in (string[])["contiguous", "channels-last"])
        {
            string[] torch = [script, Network, $"{Threads}", $"{Steps}", layout, string.Join(',', layer.Input), string.Join(',', layer.Output)];
            JsonElement? found = Child("python3", torch) ?? Child("/usr/bin/python3", torch);
            output.Out.WriteLine($"torch {layout}: {Describe(found)}");
        }
        output.Out.WriteLine($"{layer}, {Threads} threads, {Steps} steps, {Machine.Name}");
        return 0;
    }

    private int Measure(PeerLayer layer, HarnessOutput output)
    {
        long before = ChildProcess.PeakResident();
        using var device = new CpuDevice(Threads);
        using var ours = new OurNetwork(layer, device);
        for (int step = 0; step < Steps; step++) ours.Step();
        output.Out.WriteLine($"{{\"before\": {before}, \"after\": {ChildProcess.PeakResident()}, \"device\": {device.Memory.Peak}, \"held\": {device.Memory.InUse + device.Memory.Cached}}}");
        return 0;
    }

    private static JsonElement? Child(string file, IEnumerable<string> arguments) =>
        ChildProcess.LastLine(file, arguments) is { } line ? JsonDocument.Parse(line).RootElement : null;

    private static string Describe(JsonElement? answer)
    {
        if (answer is not { } found) return "did not run";
        double Mega(string name) => found.GetProperty(name).GetInt64() / 1048576.0;
        string device = found.TryGetProperty("device", out _) ? FormattableString.Invariant($", tensors {Mega("device"):F1} MB at most, {Mega("held"):F1} MB held") : "";
        return FormattableString.Invariant($"{Mega("after") - Mega("before"):F1} MB more than the {Mega("before"):F1} MB after start-up{device}");
    }
}
