using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace IlgpuConv.IO;

/// <summary>
/// Reads tensors from a safetensors file: eight bytes with the header's length, the header in JSON, the elements, all little-endian.
/// The header is checked whole before any tensor is read.
/// </summary>
public sealed class SafeTensorsFile
{
    private const long LongestHeader = 100_000_000;

    private readonly long dataStart;
    private readonly Dictionary<string, SafeTensorsEntry> entries;

    private SafeTensorsFile(string path, long dataStart, Dictionary<string, string> metadata, Dictionary<string, SafeTensorsEntry> entries) =>
        (Path, this.dataStart, Metadata, this.entries) = (path, dataStart, metadata, entries);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The strings under <c>__metadata__</c>.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafeTensorsEntry> Entries => entries;

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="BadFileException">
    /// The header is too long, not JSON, names a tensor twice, or gives sizes and offsets that do not fit each other or the file.
    /// </exception>
    public static SafeTensorsFile Open(string path)
    {
        using FileStream stream = File.OpenRead(path);
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
        {
            throw new BadFileException("safetensors", path, 0, "8 bytes with the length of the header", $"{stream.Length} bytes in all");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > (ulong)Math.Min(LongestHeader, stream.Length - 8))
        {
            throw new BadFileException("safetensors", path, 0,
                $"a header of at most {Math.Min(LongestHeader, stream.Length - 8)} bytes", $"{length}");
        }

        byte[] json = new byte[(int)length];
        stream.ReadExactly(json);
        var (metadata, entries) = SafeTensorsHeader.Parse(path, json, stream.Length - 8 - json.Length);
        return new SafeTensorsFile(path, 8 + json.Length, metadata, entries);
    }

    /// <summary>The elements of a tensor of type F32, or of F16 or BF16 widened (which is exact).</summary>
    /// <exception cref="ArgumentException">The file has no such tensor.</exception>
    /// <exception cref="BadFileException">It is of another type.</exception>
    public float[] ReadFloats(string name)
    {
        SafeTensorsEntry entry = Entry(name);
        return entry.Type switch
        {
            SafeTensorsType.F16 => Array.ConvertAll(ReadRaw<Half>(entry), value => (float)value),
            SafeTensorsType.BF16 => Array.ConvertAll(ReadRaw<ushort>(entry), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
            _ => Read<float>(name),
        };
    }

    /// <summary>The elements of a tensor, whose type must be the one that <typeparamref name="T"/> is written as.</summary>
    /// <typeparam name="T">float, double, int, long or byte.</typeparam>
    /// <exception cref="ArgumentException">The file has no such tensor.</exception>
    /// <exception cref="BadFileException">It is of another type.</exception>
    public T[] Read<T>(string name)
        where T : unmanaged
    {
        SafeTensorsEntry entry = Entry(name);
        SafeTensorsType wanted = SafeTensorsWriter.TypeOf<T>();
        return entry.Type == wanted
            ? ReadRaw<T>(entry)
            : throw new BadFileException("safetensors", Path, dataStart + entry.Begin, $"'{name}' to be {wanted}", $"{entry.Type}");
    }

    private SafeTensorsEntry Entry(string name) => entries.TryGetValue(name, out SafeTensorsEntry? entry)
        ? entry
        : throw new ArgumentException($"[safetensors] '{Path}' has {entries.Count} tensors. Got '{name}', which is none of them.");

    private T[] ReadRaw<T>(SafeTensorsEntry entry)
        where T : unmanaged
    {
        T[] values = new T[checked((int)entry.Count)];
        using FileStream stream = File.OpenRead(Path);
        stream.Position = dataStart + entry.Begin;
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
