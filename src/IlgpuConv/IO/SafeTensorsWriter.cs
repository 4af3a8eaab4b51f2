using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace IlgpuConv.IO;

/// <summary>
/// Collects tensors and writes them as a safetensors file. The same content gives the same bytes: tensors are ordered by falling element
/// size (which keeps each aligned), then by name; metadata by name; the header is padded with spaces to a multiple of eight bytes.
/// </summary>
public sealed class SafeTensorsWriter
{
    private readonly Dictionary<string, (SafeTensorsType Type, long[] Shape, byte[] Bytes)> tensors = [];

    /// <summary>Strings that are written under <c>__metadata__</c>.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a tensor; the elements are copied.</summary>
    /// <typeparam name="T">float, double, int, long or byte.</typeparam>
    /// <exception cref="ArgumentException">The name is taken, reserved, or the elements do not fill the shape.</exception>
    public void Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        long count = 1;
        foreach (long size in shape)
        {
            count = checked(count * size);
        }

        if (count != elements.Length)
        {
            throw new ArgumentException(
                $"[safetensors] '{name}' of shape [{string.Join(", ", shape.ToArray())}] needs {count} elements. Got {elements.Length}.");
        }

        if (name == "__metadata__" || !tensors.TryAdd(name, (TypeOf<T>(), shape.ToArray(), MemoryMarshal.AsBytes(elements).ToArray())))
        {
            throw new ArgumentException($"[safetensors] names are unique and not '__metadata__'. Got '{name}'.");
        }
    }

    /// <summary>Writes the file beside <paramref name="path"/> and renames it, so that it is there whole or not at all.</summary>
    public void Save(string path)
    {
        var ordered = tensors.OrderByDescending(t => SafeTensorsEntry.ByteSize(t.Value.Type))
            .ThenBy(t => t.Key, StringComparer.Ordinal).ToList();
        byte[] header = Header(ordered);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            ordered.ForEach(tensor => stream.Write(tensor.Value.Bytes));
        });
    }

    internal static SafeTensorsType TypeOf<T>() =>
        typeof(T) == typeof(float) ? SafeTensorsType.F32
        : typeof(T) == typeof(double) ? SafeTensorsType.F64
        : typeof(T) == typeof(int) ? SafeTensorsType.I32
        : typeof(T) == typeof(long) ? SafeTensorsType.I64
        : typeof(T) == typeof(byte) ? SafeTensorsType.U8
        : throw new ArgumentException($"[safetensors] elements are float, double, int, long or byte. Got {typeof(T).Name}.");

    private byte[] Header(List<KeyValuePair<string, (SafeTensorsType Type, long[] Shape, byte[] Bytes)>> ordered)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject("__metadata__");
                foreach (KeyValuePair<string, string> pair in Metadata)
                {
                    json.WriteString(pair.Key, pair.Value);
                }

                json.WriteEndObject();
            }

            long begin = 0;
            foreach (var (name, (type, shape, bytes)) in ordered)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", type.ToString());
                WriteNumbers(json, "shape", shape);
                WriteNumbers(json, "data_offsets", [begin, begin += bytes.Length]);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, long[] numbers)
    {
        json.WriteStartArray(name);
        Array.ForEach(numbers, json.WriteNumberValue);
        json.WriteEndArray();
    }
}
