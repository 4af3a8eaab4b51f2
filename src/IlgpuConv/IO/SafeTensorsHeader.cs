using System.Text;
using System.Text.Json;

namespace IlgpuConv.IO;

/// <summary>Reads and checks the JSON header of a safetensors file. Offsets in messages are counted in the file.</summary>
internal static class SafeTensorsHeader
{
    public static (Dictionary<string, string> Metadata, Dictionary<string, SafeTensorsEntry> Entries) Parse(
        string path, ReadOnlySpan<byte> json, long dataLength)
    {
        Dictionary<string, string> metadata = [];
        Dictionary<string, SafeTensorsEntry> entries = [];
        Utf8JsonReader reader = new(json);
        try
        {
            Expect(path, ref reader, JsonTokenType.StartObject, "the object of the header");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                long at = 8 + reader.TokenStartIndex;
                string name = reader.GetString()!;
                if (name == "__metadata__")
                {
                    ReadMetadata(path, ref reader, metadata);
                }
                else if (!entries.TryAdd(name, ReadEntry(path, ref reader, name)))
                {
                    throw new BadFileException("safetensors", path, at, "every name once", $"'{name}' again");
                }
            }

            reader.Read();
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new BadFileException(
                "safetensors", path, 8 + reader.BytesConsumed, "a JSON header", broken.Message.Split(". ")[0].TrimEnd('.'));
        }

        CheckOffsets(path, json.Length, dataLength, entries.Values);
        return (metadata, entries);
    }

    private static void ReadMetadata(string path, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(path, ref reader, JsonTokenType.StartObject, "an object of strings in __metadata__");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            Expect(path, ref reader, JsonTokenType.String, $"a string for '{key}' in __metadata__");
            metadata[key] = reader.GetString()!;
        }
    }

    private static SafeTensorsEntry ReadEntry(string path, ref Utf8JsonReader reader, string name)
    {
        (string? type, long[]? shape, long[]? offsets) = (null, null, null);
        Expect(path, ref reader, JsonTokenType.StartObject, $"an object for '{name}'");
        long at = 8 + reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            switch (reader.GetString())
            {
                case "dtype":
                    Expect(path, ref reader, JsonTokenType.String, $"a dtype for '{name}'");
                    type = reader.GetString();
                    break;
                case "shape":
                    shape = ReadNumbers(path, ref reader, $"the shape of '{name}'");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(path, ref reader, $"the data_offsets of '{name}'");
                    break;
                case var other:
                    throw new BadFileException(
                        "safetensors", path, 8 + reader.TokenStartIndex, $"dtype, shape or data_offsets for '{name}'", $"'{other}'");
            }
        }

        if (type is null || shape is null || offsets is not { Length: 2 })
        {
            throw new BadFileException("safetensors", path, at, $"dtype, shape and two data_offsets for '{name}'",
                $"{type ?? "no dtype"}, {(shape is null ? "no shape" : "a shape")}, {offsets?.Length ?? 0} data_offsets");
        }

        // Enum.TryParse takes numbers too, hence the second condition.
        if (!Enum.TryParse(type, out SafeTensorsType known) || known.ToString() != type)
        {
            throw new BadFileException(
                "safetensors", path, at, $"one of {string.Join(", ", Enum.GetNames<SafeTensorsType>())} for '{name}'", $"dtype {type}");
        }

        SafeTensorsEntry entry = new(name, known, shape, offsets[0], offsets[1]);
        CheckSize(path, at, entry);
        return entry;
    }

    private static void CheckSize(string path, long at, SafeTensorsEntry entry)
    {
        UInt128 bytes = (UInt128)SafeTensorsEntry.ByteSize(entry.Type);
        foreach (long size in entry.Shape)
        {
            bytes *= (UInt128)size;
            if (bytes > long.MaxValue)
            {
                bytes = long.MaxValue;
            }
        }

        if (entry.End < entry.Begin || (UInt128)(entry.End - entry.Begin) != bytes)
        {
            throw new BadFileException("safetensors", path, at,
                $"{bytes} bytes for '{entry.Name}', {entry.Type} of shape [{string.Join(", ", entry.Shape)}]",
                $"data_offsets {entry.Begin} to {entry.End}");
        }
    }

    private static void CheckOffsets(string path, int headerLength, long dataLength, IEnumerable<SafeTensorsEntry> entries)
    {
        long expected = 0;
        foreach (SafeTensorsEntry entry in entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin != expected)
            {
                throw new BadFileException("safetensors", path, 8 + headerLength + entry.Begin,
                    $"'{entry.Name}' to begin at {expected}, where the tensor before it ends", $"data_offsets {entry.Begin} to {entry.End}");
            }

            expected = entry.End;
        }

        if (expected != dataLength)
        {
            throw new BadFileException("safetensors", path, 8 + headerLength + Math.Min(expected, dataLength),
                $"{expected} bytes of tensors after the header, then the end", $"{dataLength}");
        }
    }

    private static long[] ReadNumbers(string path, ref Utf8JsonReader reader, string what)
    {
        List<long> numbers = [];
        Expect(path, ref reader, JsonTokenType.StartArray, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
            {
                throw new BadFileException("safetensors", path, 8 + reader.TokenStartIndex,
                    $"whole numbers from 0 up in {what}", Encoding.UTF8.GetString(reader.ValueSpan));
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private static void Expect(string path, ref Utf8JsonReader reader, JsonTokenType token, string what)
    {
        if (!reader.Read() || reader.TokenType != token)
        {
            throw new BadFileException("safetensors", path, 8 + reader.TokenStartIndex, what, reader.TokenType.ToString());
        }
    }
}
