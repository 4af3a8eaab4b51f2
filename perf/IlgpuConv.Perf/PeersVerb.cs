using System.Text.Encodings.Web;
using System.Text.Json;
using CommandLine;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using Spectre.Console;

namespace IlgpuConv.Perf;

[Verb("peers", HelpText = "Compare standard layers with PyTorch and oneDNN on this machine, in turns within one run.")]
internal sealed class PeersVerb
{
    [Option("layers", MetaValue = "FILE", HelpText = "The layers, tab-separated; those of perf/peers/layers.tsv by default.")]
    public string? Layers { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Write the comparisons, a line of JSON each.")]
    public string? Json { get; set; }

    [Option("samples", MetaValue = "FILE", HelpText = "Write the ratio of every round, which `compare` reads.")]
    public string? Samples { get; set; }

    [Option("svg", MetaValue = "FILE", HelpText = "Draw the ratios.")]
    public string? Svg { get; set; }

    [Option("filter", MetaValue = "PREFIX", HelpText = "Only the layers whose names begin so, such as \"r50 64\".")]
    public string Filter { get; set; } = "";

    [Option("threads", Default = new[] { 1, 2 }, HelpText = "Numbers of threads.")]
    public IEnumerable<int> Threads { get; set; } = [1, 2];

    [Option("batch", HelpText = "Only the layers of these batch sizes.")]
    public IEnumerable<int> Batch { get; set; } = [];

    [Option("rounds", Default = 5, HelpText = "How often the sides take turns; the medians of the rounds are compared.")]
    public int Rounds { get; set; }

    [Option("seconds", Default = 0.1, HelpText = "How long each side measures in a round.")]
    public double Seconds { get; set; }

    [Option("backward", HelpText = "Compare forward + backward too, with PyTorch.")]
    public bool Backward { get; set; }

    private readonly List<PerfResult> _samples = [];

    public int Run()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "peers");
        List<PeerLayer> layers;
        try
        {
            layers = [.. PeerLayer.Read(Layers ?? Path.Combine(folder, "layers.tsv"))
                .Where(l => l.Name.StartsWith(Filter, StringComparison.OrdinalIgnoreCase) && (!Batch.Any() || Batch.Contains(l.Batch)))];
        }
        catch (Exception fault) when (fault is IOException or FormatException)
        {
            Console.Error.WriteLine(fault.Message);
            return 2;
        }
        if (layers.Count == 0)
        {
            Console.Error.WriteLine($"no layer begins with '{Filter}'{(Batch.Any() ? $" with N in {string.Join(", ", Batch)}" : "")}.");
            return 2;
        }

        DirectoryInfo work = Directory.CreateTempSubdirectory("ilgpuconv-peers");
        try
        {
            using PeerProcess? torch = PeerPrograms.Torch(folder, Console.Error.WriteLine);
            using PeerProcess? oneDnn = PeerPrograms.OneDnn(folder, work.FullName, Console.Error.WriteLine);
            if (torch is null && oneDnn is null) return 2;
            Console.Error.WriteLine($"PyTorch {torch?.Version ?? "-"}, oneDNN {oneDnn?.Version ?? "-"}, {Machine.Name}");
            return Compare(layers, torch, oneDnn);
        }
        finally
        {
            work.Delete(recursive: true);
        }
    }

    private int Compare(List<PeerLayer> layers, PeerProcess? torch, PeerProcess? oneDnn)
    {
        var comparisons = new List<PeerComparison>();
        int wrong = 0;
        WarmUp.Run(Threads.Max());
        foreach (int threads in Threads)
        {
            foreach (PeerLayer layer in layers)
            {
                using var device = new CpuDevice(threads);
                using var ours = IOurSide.Of(layer, device);
                if (ours.Check() is var error && !(error <= 1))
                {
                    Console.Error.WriteLine($"{layer}: wrong by {error:G3} {(layer.IsNetwork ? "of the loss that it may have" : "rounding bounds")}, not timed");
                    wrong++;
                    continue;
                }
                comparisons.AddRange(Rates(layer, threads, ours, torch, oneDnn, backward: layer.IsNetwork));
                if (Backward && !layer.IsNetwork && !layer.IsInference && torch is not null) comparisons.AddRange(Rates(layer, threads, ours, torch, null, backward: true));
                Console.Error.WriteLine($"{layer}, {threads} threads: {string.Join(", ", comparisons.Where(c => c.Layer == layer.Name && c.Batch == layer.Batch && c.Threads == threads)
                    .Select(c => FormattableString.Invariant($"{c.Ratio:F2} {c.Peer}{(c.Mode == "forward" ? "" : " " + c.Mode)}")))}");
            }
        }
        Print(comparisons);
        if (Json is not null) Save(Json, string.Concat(comparisons.Select(c => JsonSerializer.Serialize(c, s_json) + "\n")));
        if (Samples is not null) PerfFile.Of("peers", [], _samples).Save(Samples);
        if (Svg is not null) Save(Svg, RatioPicture.Draw(comparisons, "IlgpuConv by peer: above 1 is faster", Machine.Name));
        return wrong == 0 ? 0 : 1;
    }

    /// <summary>Lets the sides take turns and compares the medians of their rounds; a peer is its better layout.</summary>
    private IEnumerable<PeerComparison> Rates(PeerLayer layer, int threads, IOurSide ours, PeerProcess? torch, PeerProcess? oneDnn, bool backward)
    {
        // oneDNN has no filters of each sample, and no networks.
        if (layer.IsPerSample || layer.IsNetwork || layer.IsInference) oneDnn = null;
        string mode = layer.IsNetwork ? "training" : layer.IsInference ? "inference" : backward ? "forward+backward" : "forward";
        var times = new Dictionary<string, List<double>>();
        void Add(string side, double seconds)
        {
            if (!times.TryGetValue(side, out List<double>? list)) times[side] = list = [];
            list.Add(seconds);
        }

        for (int round = 0; round < Rounds; round++)
        {
            Add("ours", ours.Measure(Seconds, backward));
            if (oneDnn is not null && layer.HasAlgorithms) Add("ours-direct", ours.Measure(Seconds, backward, ConvAlgorithm.Direct));
            foreach ((string variant, double seconds) in torch?.Measure(layer, threads, Seconds, mode) ?? []) Add($"torch {variant}", seconds);
            foreach ((string variant, double seconds) in oneDnn?.Measure(layer, threads, Seconds, mode) ?? []) Add($"onednn-{variant.Split('-')[0]} {variant}", seconds);
        }
        double flops = layer.Flops * (backward ? 3 : 1);
        double Rate(List<double> seconds) => flops / seconds.Order().ElementAt(seconds.Count / 2) / 1e9;
        foreach (string peer in (string[])["torch", "onednn-direct", "onednn-winograd"])
        {
            List<double>[] sides = [.. times.Where(t => t.Key.StartsWith(peer + " ", StringComparison.Ordinal)).Select(t => t.Value)];
            double[] rates = Array.ConvertAll(sides, Rate);
            if (rates.Length == 0) continue;
            List<double> better = sides.MaxBy(Rate)!;
            string algorithm = peer == "onednn-direct" ? "direct" : "default";
            List<double> us = times[algorithm == "direct" && times.ContainsKey("ours-direct") ? "ours-direct" : "ours"];
            double mine = Rate(us);
            _samples.Add(new PerfResult("peers", $"{layer} {mode} by {peer}", "cpu", threads, "peer", [.. us.Zip(better, (a, b) => a / b)]));
            yield return new(layer.Name, layer.Batch, threads, mode, algorithm, Math.Round(mine, 2), peer, Math.Round(rates.Max(), 2), Math.Round(mine / rates.Max(), 3));
        }
    }

    private static void Print(List<PeerComparison> comparisons)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape($"{Machine.Name}, commit {Machine.Commit}")) };
        foreach (string column in (string[])["layer", "N", "threads", "mode", "peer", "ours GFLOP/s", "peer GFLOP/s", "ratio"]) table.AddColumn(column);
        foreach (PeerComparison c in comparisons)
        {
            table.AddRow(
                Markup.Escape(c.Layer), $"{c.Batch}", $"{c.Threads}", c.Mode, c.Peer, FormattableString.Invariant($"{c.OursGflops:F1}"),
                FormattableString.Invariant($"{c.PeerGflops:F1}"), FormattableString.Invariant($"{c.Ratio:F2}"));
        }
        if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 140;
        AnsiConsole.Profile.Capabilities.Ansi &= !Console.IsOutputRedirected;
        AnsiConsole.Write(table);
        foreach (IGrouping<(string Peer, string Mode), PeerComparison> group in comparisons.GroupBy(c => (c.Peer, c.Mode)))
        {
            double mean = Math.Exp(group.Average(c => Math.Log(c.Ratio)));
            PeerComparison worst = group.MinBy(c => c.Ratio)!;
            Console.WriteLine(FormattableString.Invariant(
                $"{group.Key.Peer}, {group.Key.Mode}: geometric mean {mean:F2}, least {worst.Ratio:F2} ({worst.Layer}, N={worst.Batch}, {worst.Threads} threads)"));
        }
    }

    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Save(string file, string text)
    {
        File.WriteAllText(file + ".part", text);
        File.Move(file + ".part", file, overwrite: true);
    }
}
