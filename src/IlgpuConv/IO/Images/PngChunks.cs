using System.Buffers.Binary;
using System.Text;

namespace IlgpuConv.IO;

/// <summary>The chunks of a PNG file: length, type, data and the CRC-32 of type and data.</summary>
internal sealed class PngChunks
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Entry)];
    private readonly string path;
    private readonly byte[] bytes;
    private int next = Signature.Length;
    private int length;

    public PngChunks(string path, byte[] bytes)
    {
        (this.path, this.bytes) = (path, bytes);
        if (!bytes.AsSpan().StartsWith(Signature))
        {
            string got = bytes.Length == 0 ? "an empty file" : Convert.ToHexString(bytes.AsSpan(0, Math.Min(8, bytes.Length)));
            throw Bad(0, $"the signature {Convert.ToHexString(Signature)} of a PNG file", got);
        }
    }

    public static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Where the chunk that <see cref="Next"/> came to begins.</summary>
    public int Offset { get; private set; }

    /// <summary>Its type, such as <c>IDAT</c>.</summary>
    public string Type { get; private set; } = "";

    /// <summary>The type of the one before.</summary>
    public string Before { get; private set; } = "";

    public ReadOnlySpan<byte> Data => bytes.AsSpan(Offset + 8, length);

    public BadFileException Bad(long offset, string expected, string got) => new("png", path, offset, expected, got);

    /// <summary>Goes to the next chunk, checks its length, type and CRC, and gives its type.</summary>
    public string Next()
    {
        int left = bytes.Length - next;
        if (left < 12)
        {
            throw Bad(next, "a chunk of at least 12 bytes", left == 0 ? "the end of the file" : $"{left} bytes");
        }

        uint size = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(next));
        if (size > left - 12)
        {
            throw Bad(next, $"a chunk of at most {left - 12} bytes, which the file still has", $"{size}");
        }

        (Offset, length, Before) = (next, (int)size, Type);
        ReadOnlySpan<byte> type = bytes.AsSpan(Offset + 4, 4);
        foreach (byte letter in type)
        {
            if (!char.IsAsciiLetter((char)letter))
            {
                throw Bad(Offset + 4, "a chunk type of four letters", Convert.ToHexString(type));
            }
        }

        Type = Encoding.ASCII.GetString(type);
        next = Offset + 12 + length;
        uint stored = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(next - 4));
        uint computed = Crc(bytes.AsSpan(Offset + 4, 4 + length));
        return stored == computed ? Type : throw Bad(next - 4, $"CRC {computed:X8} of chunk {Type}", $"{stored:X8}");
    }

    public static void Write(Stream stream, string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[12 + data.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + data.Length), Crc(chunk.AsSpan(4, 4 + data.Length)));
        stream.Write(chunk);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc = Table[(byte)(crc ^ value)] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint Entry(int index)
    {
        uint crc = (uint)index;
        for (int bit = 0; bit < 8; bit++)
        {
            crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }

        return crc;
    }
}
