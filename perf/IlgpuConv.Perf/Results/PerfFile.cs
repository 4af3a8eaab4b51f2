using System.Text.Encodings.Web;
using System.Text.Json;

namespace IlgpuConv.Perf;

/// <summary>What a run of the harness leaves: when, where, of which commit, and the figures. <c>compare</c> takes two of them.</summary>
/// <param name="Format">Always <see cref="FormatName"/>.</param>
/// <param name="Verb">The verb that made it.</param>
/// <param name="Date">When, in UTC.</param>
/// <param name="Machine">Processor, processors, vectors, runtime.</param>
/// <param name="Commit">What the harness was built from.</param>
/// <param name="Devices">The devices.</param>
/// <param name="Results">The cases.</param>
internal sealed record PerfFile(string Format, string Verb, DateTime Date, string Machine, string Commit, PerfDevice[] Devices, PerfResult[] Results)
{
    public const string FormatName = "ilgpuconv-perf 1";

    private static readonly JsonSerializerOptions s_json = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The results of a verb on this machine, now.</summary>
    public static PerfFile Of(string verb, IEnumerable<PerfDevice> devices, IEnumerable<PerfResult> results) =>
        new(FormatName, verb, DateTime.UtcNow, Perf.Machine.Name, Perf.Machine.Commit, [.. devices], [.. results]);

    /// <summary>Writes the file whole or not at all.</summary>
    public void Save(string path) => IO.AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, s_json));

    /// <summary>Reads a file of <c>run</c>, <c>bench</c> or <c>peers --samples</c>.</summary>
    /// <exception cref="FormatException">It is damaged, empty, or without samples; the message names file and place.</exception>
    public static PerfFile Read(string path)
    {
        string text = File.ReadAllText(path);
        if (string.IsNullOrWhiteSpace(text)) throw new FormatException($"[compare] a file must hold results. Got the empty file '{path}'.");
        PerfFile file;
        try
        {
            file = JsonSerializer.Deserialize<PerfFile>(text, s_json) ?? throw new JsonException("null");
        }
        catch (JsonException fault)
        {
            string where = fault.LineNumber is { } line ? $"line {line + 1}, byte {fault.BytePositionInLine + 1} of " : "";
            string why = fault.Message.Split(" Path: ")[0].TrimEnd('.');
            throw new FormatException($"[compare] a file must be what 'run --json', 'bench --json' or 'peers --samples' writes. Got {where}'{path}': {why}.", fault);
        }
        if (file.Format != FormatName) throw new FormatException($"[compare] a file must have the format '{FormatName}'. Got '{file.Format}' in '{path}'.");
        if (file.Results.Length == 0) throw new FormatException($"[compare] a file must hold results. Got none in '{path}'.");
        foreach (PerfResult result in file.Results)
        {
            if (result.Samples.Length == 0 || !result.Samples.All(sample => sample > 0 && double.IsFinite(sample)))
                throw new FormatException($"[compare] a result must hold samples above 0. Got [{string.Join(", ", result.Samples)}] of {result.Key()} in '{path}'.");
        }
        if (file.Results.GroupBy(result => result.Key()).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FormatException($"[compare] a case must be in a file once. Got {twice.Key} {twice.Count()} times in '{path}'.");
        return file;
    }
}
