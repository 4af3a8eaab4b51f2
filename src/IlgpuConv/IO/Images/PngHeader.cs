using System.Buffers.Binary;

namespace IlgpuConv.IO;

/// <summary>The first chunk of a PNG file.</summary>
internal readonly record struct PngHeader(int Height, int Width, int Channels)
{
    private const int Size = 13;

    public static byte[] Bytes(Image image)
    {
        var bytes = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), image.Height);
        bytes[8] = 8;
        bytes[9] = image.Channels switch { 1 => 0, 2 => 4, 3 => 2, _ => 6 };
        return bytes;
    }

    public static PngHeader Read(PngChunks chunks)
    {
        if (chunks.Next() != "IHDR")
        {
            throw chunks.Bad(chunks.Offset + 4, "chunk IHDR first", $"chunk {chunks.Type}");
        }

        ReadOnlySpan<byte> data = chunks.Data;
        long start = chunks.Offset + 8;
        if (data.Length != Size)
        {
            throw chunks.Bad(chunks.Offset, $"{Size} bytes of header", $"{data.Length}");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (data[8] != 8)
        {
            throw chunks.Bad(start + 8, "8 bits a channel (other depths are not read)", $"{data[8]}");
        }

        int channels = data[9] switch { 0 => 1, 4 => 2, 2 => 3, 6 => 4, _ => 0 };
        if (channels == 0)
        {
            throw chunks.Bad(
                start + 9, "colour type 0 (grey), 2 (RGB), 4 (grey and alpha) or 6 (RGBA)", data[9] == 3 ? "3 (palette)" : $"{data[9]}");
        }

        for (int i = 10; i < Size; i++)
        {
            if (data[i] != 0)
            {
                string what = i switch { 10 => "compression 0", 11 => "filter method 0", _ => "interlace 0 (interlaced files are not read)" };
                throw chunks.Bad(start + i, what, $"{data[i]}");
            }
        }

        return width > 0 && height > 0 && (UInt128)width * height * (uint)channels + height <= (uint)Array.MaxLength
            ? new PngHeader((int)height, (int)width, channels)
            : throw chunks.Bad(start, $"a width and a height of at least 1, and at most {Array.MaxLength} bytes of pixels", $"{width} x {height}");
    }
}
