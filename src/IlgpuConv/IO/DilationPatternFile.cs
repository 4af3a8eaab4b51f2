using System.Text;
using System.Text.Json;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <summary>
/// Reads and writes the pattern files of Inception convolution: a JSON list with an object for each layer, <c>"(i, j)": n</c> for n channels of
/// dilation i + 1 along the height and j + 1 along the width, in the order of the channels.
/// </summary>
public static class DilationPatternFile
{
    /// <summary>Reads the patterns of all layers.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadFileException">The file is no such list.</exception>
    public static IReadOnlyList<DilationPattern> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        var reader = new Utf8JsonReader(bytes);
        var patterns = new List<DilationPattern>();
        try
        {
            Expect(ref reader, path, JsonTokenType.StartArray, "a list of layers");
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType != JsonTokenType.StartObject) throw Bad(reader, path, "an object for a layer");
                patterns.Add(Layer(ref reader, path));
            }
            if (reader.Read()) throw Bad(reader, path, "nothing after the list");
        }
        catch (JsonException broken)
        {
            throw new BadFileException("dilations", path, Offset(bytes, broken), "JSON", broken.Message.Split(". LineNumber")[0].TrimEnd('.'));
        }
        return patterns;
    }

    /// <summary>Writes the patterns of layers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="patterns">The patterns, with the channels of each dilation side by side.</param>
    /// <exception cref="ArgumentException">A dilation comes twice in a pattern: the format has no place for it.</exception>
    public static void Write(string path, IReadOnlyList<DilationPattern> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        var text = new StringBuilder("[");
        for (int layer = 0; layer < patterns.Count; layer++)
        {
            IReadOnlyList<DilationRun> runs = patterns[layer].Runs;
            if (runs.DistinctBy(run => run.Dilation).Count() < runs.Count)
                throw new ArgumentException($"[dilations] the channels of a dilation must lie side by side in a file. Got {patterns[layer]} in layer {layer}.", nameof(patterns));
            IEnumerable<string> entries = runs.Select(run => FormattableString.Invariant($"    \"({run.Dilation.Height - 1}, {run.Dilation.Width - 1})\": {run.Channels}"));
            text.Append(layer == 0 ? "\n" : ",\n").Append("  {\n").AppendJoin(",\n", entries).Append("\n  }");
        }
        text.Append("\n]\n");
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static DilationPattern Layer(ref Utf8JsonReader reader, string path)
    {
        long start = reader.TokenStartIndex;
        var runs = new List<DilationRun>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Key(reader.GetString()!) is not { } dilation) throw Bad(reader, path, "a key such as \"(0, 3)\"");
            if (runs.Exists(run => run.Dilation == dilation)) throw Bad(reader, path, "each dilation once in a layer");
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int channels) || channels < 0) throw Bad(reader, path, "a number of channels");
            runs.Add(new DilationRun(dilation, channels));
        }
        return runs.Exists(run => run.Channels > 0)
            ? new DilationPattern(runs)
            : throw new BadFileException("dilations", path, start, "at least one channel in a layer", "none");
    }

    private static Pair? Key(string key)
    {
        string[] parts = key.Length > 2 && key[0] == '(' && key[^1] == ')' ? key[1..^1].Split(',') : [];
        return parts.Length == 2 && int.TryParse(parts[0].Trim(), out int i) && int.TryParse(parts[1].Trim(), out int j) && i >= 0 && j >= 0
            && i < int.MaxValue && j < int.MaxValue
            ? (i + 1, j + 1) : null;
    }

    private static void Expect(ref Utf8JsonReader reader, string path, JsonTokenType type, string expected)
    {
        reader.Read();
        if (reader.TokenType != type) throw Bad(reader, path, expected);
    }

    private static BadFileException Bad(in Utf8JsonReader reader, string path, string expected) =>
        new("dilations", path, reader.TokenStartIndex, expected, Encoding.UTF8.GetString(reader.ValueSpan));

    private static long Offset(byte[] bytes, JsonException broken)
    {
        long offset = 0;
        for (long line = 0; line < broken.LineNumber; line++) offset = Array.IndexOf(bytes, (byte)'\n', (int)offset) + 1;
        return offset + (broken.BytePositionInLine ?? 0);
    }
}
