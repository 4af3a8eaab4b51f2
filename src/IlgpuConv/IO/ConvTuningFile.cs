using System.Text.Json;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.IO;

/// <summary>Saves what <see cref="ConvTuning"/> measured as JSON, and reads it where it holds: on the same machine, device and version.</summary>
public static class ConvTuningFile
{
    private const string Format = "ilgpuconv-tuning 1";

    /// <summary>Writes the table, whole or not at all: machine, device, vector width, and for each shape the choice with all times.</summary>
    public static void Save(ConvTuning tuning, string path)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        AtomicFile.Write(path, stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            json.WriteStartObject();
            json.WriteString("format", Format);
            foreach ((string name, string value) in Identity(tuning.Device)) json.WriteString(name, value);
            json.WriteString("date", DateTime.UtcNow);
            json.WriteStartArray("entries");
            foreach (ConvTuningEntry entry in tuning.Entries) Write(json, entry);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>
    /// Reads a table for a device. A file that is not there is an empty table; one that is damaged, or was made by another version or on
    /// another machine or device, is ignored with a warning in <see cref="ConvTuning.Warnings"/> and to the trace listeners.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device.</param>
    /// <param name="workspaceCap">The most bytes that a plan may take besides input, filter and output; choices beyond it are left out.</param>
    public static ConvTuning Load(string path, Device device, long workspaceCap = 256L << 20)
    {
        var tuning = new ConvTuning(device, workspaceCap);
        if (!File.Exists(path)) return tuning;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            string Text(string name) => root.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
            if (Text("format") != Format) throw new FormatException($"the format is '{Text("format")}' and not '{Format}'");
            foreach ((string name, string value) in Identity(device))
            {
                if (Text(name) == value) continue;
                tuning.Warn($"[tuning] a table must be of this {name}. Got '{Text(name)}' for '{value}' in '{path}': ignored.");
                return tuning;
            }
            ConvTuningEntry[] entries = [.. root.GetProperty("entries").EnumerateArray().Select(Read)];
            foreach (ConvTuningEntry entry in entries)
                if (entry.Candidates.First(candidate => candidate.Choice == entry.Choice).WorkspaceBytes <= workspaceCap) tuning.Add(entry);
        }
        catch (Exception fault) when (fault is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            string why = fault.Message.Split(" LineNumber: ")[0].TrimEnd('.');
            string where = fault is JsonException { LineNumber: { } line } json ? $", line {line + 1}, byte {json.BytePositionInLine + 1}" : "";
            tuning.Warn($"[tuning] a table must be what ConvTuningFile writes. Got '{path}'{where}: {why}: ignored.");
        }
        return tuning;
    }

    /// <summary>What must be the same for a measurement to hold.</summary>
    private static IEnumerable<(string Name, string Value)> Identity(Device device) =>
    [
        ("version", typeof(ConvTuningFile).Assembly.GetName().Version!.ToString(3)),
        ("machine", MachineName.Current),
        ("device", $"{device.Id}: {device.Name}"),
        ("lanes", $"{device.Capabilities.Lanes}"),
        ("threads", $"{device.Capabilities.Threads}"),
    ];

    private static void Write(Utf8JsonWriter json, ConvTuningEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("shape", entry.Shape);
        json.WriteString("direction", entry.Direction.ToString());
        json.WriteString("type", entry.Type.ToString());
        json.WriteString("choice", entry.Choice);
        json.WriteStartArray("candidates");
        foreach (ConvTuningCandidate candidate in entry.Candidates)
        {
            json.WriteStartObject();
            json.WriteString("choice", candidate.Choice);
            json.WriteNumber("workspaceBytes", candidate.WorkspaceBytes);
            json.WriteNumber("seconds", candidate.Seconds);
            if (candidate.Refusal is not null) json.WriteString("refusal", candidate.Refusal);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ConvTuningEntry Read(JsonElement entry)
    {
        string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
        ConvTuningCandidate[] candidates =
        [
            .. entry.GetProperty("candidates").EnumerateArray().Select(candidate => new ConvTuningCandidate(
                Text(candidate, "choice"), candidate.GetProperty("workspaceBytes").GetInt64(), candidate.GetProperty("seconds").GetDouble(),
                candidate.TryGetProperty("refusal", out JsonElement refusal) ? refusal.GetString() : null)),
        ];
        string choice = Text(entry, "choice");
        if (!candidates.Any(candidate => candidate.Choice == choice && candidate.Refusal is null))
            throw new FormatException($"the choice '{choice}' is none of the candidates that could win");
        return new ConvTuningEntry(
            Text(entry, "shape"), Enum.Parse<ConvDirection>(Text(entry, "direction")), Enum.Parse<ElementType>(Text(entry, "type")), choice, candidates);
    }
}
