using System.Buffers.Binary;
using System.IO.Compression;

namespace IlgpuConv.IO;

/// <summary>
/// Reads the IDX format of MNIST and Fashion-MNIST, plain or gzip: two zero bytes, the type, the rank, the sizes (big-endian), the elements.
/// </summary>
public static class IdxFile
{
    private const byte UnsignedByte = 0x08;
    private const byte Float = 0x0D;

    /// <summary>Reads an array of unsigned bytes or 32-bit floats.</summary>
    /// <param name="path">The file, plain or gzip (told by its first bytes, not by its name).</param>
    /// <param name="rank">The number of dimensions that it must have: 3 for images, 1 for labels.</param>
    /// <exception cref="BadFileException">The magic number, type, rank, sizes or length are wrong.</exception>
    public static IdxArray Read(string path, int rank)
    {
        using FileStream file = File.OpenRead(path);
        bool packed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        using Stream stream = packed ? new GZipStream(file, CompressionMode.Decompress) : file;
        byte[] header = ReadUpTo(stream, 4 + 4 * rank, path);
        byte type = CheckMagic(header, rank, path);

        int[] dimensions = new int[rank];
        long elements = 1;
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * i));
            elements = dimensions[i] < 0 ? long.MaxValue : Math.BigMul(elements, dimensions[i], out long low) == 0 && low >= 0 ? low : long.MaxValue;
            if (elements > Array.MaxLength / 4)
            {
                throw new BadFileException(
                    "idx", path, 4 + 4 * i, $"sizes of at most {Array.MaxLength / 4} elements", string.Join("x", dimensions[..(i + 1)]));
            }
        }

        int size = type == Float ? 4 : 1;
        byte[] data = ReadUpTo(stream, elements * size + 1, path);
        if (data.Length != elements * size)
        {
            bool more = data.Length > elements * size;
            throw new BadFileException(
                "idx", path, header.Length + Math.Min(data.Length, elements * size),
                $"{elements * size} bytes of elements for {string.Join("x", dimensions)}, then the end",
                more ? "more bytes" : $"the end after {data.Length}");
        }

        return size == 1 ? new IdxArray(path, dimensions, data, null) : new IdxArray(path, dimensions, null, ToFloats(data));
    }

    private static byte CheckMagic(byte[] header, int rank, string path)
    {
        string got = header.Length == 0 ? "an empty file" : Convert.ToHexString(header.AsSpan(0, Math.Min(4, header.Length)));
        if (header.Length < 4 || header[0] != 0 || header[1] != 0)
        {
            throw new BadFileException("idx", path, 0, "the magic number 0000 of an IDX file", got);
        }

        if (header[2] is not (UnsignedByte or Float))
        {
            throw new BadFileException("idx", path, 2, "type 08 (unsigned byte) or 0D (float)", $"{header[2]:X2}");
        }

        if (header[3] != rank)
        {
            throw new BadFileException("idx", path, 3, $"{rank} dimensions", $"{header[3]}");
        }

        return header.Length == 4 + 4 * rank
            ? header[2]
            : throw new BadFileException("idx", path, header.Length, $"{rank} sizes of 4 bytes", "the end of the file");
    }

    // Reads in steps, so that a wrong size in a short file does not ask for its memory.
    private static byte[] ReadUpTo(Stream stream, long count, string path)
    {
        MemoryStream read = new();
        byte[] step = new byte[(int)Math.Min(count, 1 << 20)];
        try
        {
            while (read.Length < count)
            {
                int n = stream.Read(step, 0, (int)Math.Min(step.Length, count - read.Length));
                if (n == 0)
                {
                    break;
                }

                read.Write(step, 0, n);
            }
        }
        catch (InvalidDataException broken)
        {
            throw new BadFileException("idx", path, read.Length, "gzip data", broken.Message.TrimEnd('.'));
        }

        return read.ToArray();
    }

    private static float[] ToFloats(byte[] data)
    {
        float[] floats = new float[data.Length / 4];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = BinaryPrimitives.ReadSingleBigEndian(data.AsSpan(4 * i));
        }

        return floats;
    }
}
