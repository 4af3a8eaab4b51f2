using System.Text.Json;

namespace IlgpuConv.Perf;

/// <summary>
/// A file of <c>peers --json</c> as results: a line is one figure of a case, and lines of several runs in one file are its samples.
/// The figure is our time by the peer's.
/// </summary>
internal static class PeerLines
{
    /// <summary>Whether a text begins as a line of <c>peers --json</c>.</summary>
    public static bool Is(string text) => text.TrimStart().StartsWith("{\"layer\"", StringComparison.Ordinal);

    /// <summary>Reads a file.</summary>
    /// <exception cref="FormatException">A line is damaged; the message names file and line.</exception>
    public static PerfFile Read(string path)
    {
        string[] lines = File.ReadAllLines(path);
        var comparisons = new List<PeerComparison>();
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0) continue;
            PeerComparison? comparison = null;
            string why = "a ratio that is not above 0";
            try
            {
                comparison = JsonSerializer.Deserialize<PeerComparison>(lines[i]);
            }
            catch (JsonException fault)
            {
                why = fault.Message.Split(" Path: ")[0].TrimEnd('.');
            }
            if (comparison is not { Ratio: > 0, Layer: not null, Peer: not null })
                throw new FormatException($"[compare] a line must be what 'peers --json' writes. Got line {i + 1} of '{path}': {why}.");
            comparisons.Add(comparison);
        }
        IEnumerable<PerfResult> results = comparisons
            .GroupBy(c => (Name: $"{c.Layer} N={c.Batch} {c.Mode} by {c.Peer}", c.Threads))
            .Select(same => new PerfResult("peers", same.Key.Name, "cpu", same.Key.Threads, "peer", [.. same.Select(c => 1 / c.Ratio)]));
        return new(PerfFile.FormatName, "peers", default, "", "", [], [.. results]);
    }

    /// <summary>What a peer and a mode are called in a result's name, for verdicts over all layers.</summary>
    public static string Group(PerfResult result)
    {
        int batch = result.Name.LastIndexOf(" N=", StringComparison.Ordinal), mode = result.Name.IndexOf(' ', batch + 1);
        return $"all layers, {result.Name[(mode + 1)..]}, {result.Threads} {(result.Threads == 1 ? "thread" : "threads")}";
    }
}
