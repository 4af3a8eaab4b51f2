using System.IO.Compression;

namespace IlgpuConv.IO;

/// <summary>
/// Reads and writes PNG pictures of 8 bits a channel (grey, grey and alpha, RGB, RGBA), as ISO/IEC 15948 has them; not interlaced, without
/// a palette.
/// </summary>
public static class PngFile
{
    /// <summary>Reads a picture; every checksum is checked, and extra chunks are passed over.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="BadFileException">The file is no such PNG, or is damaged.</exception>
    public static Image Read(string path)
    {
        var chunks = new PngChunks(path, File.ReadAllBytes(path));
        PngHeader header = PngHeader.Read(chunks);
        using MemoryStream packed = new();
        long start = 0;
        while (chunks.Next() is not "IEND")
        {
            if (chunks.Type == "IDAT")
            {
                if (packed.Length > 0 && chunks.Before != "IDAT")
                {
                    throw chunks.Bad(chunks.Offset + 4, "chunk IEND, as the image data is over", "chunk IDAT");
                }

                start = start == 0 ? chunks.Offset : start;
                packed.Write(chunks.Data);
            }
            else if (char.IsAsciiLetterUpper(chunks.Type[0]) && chunks.Type != "PLTE")
            {
                throw chunks.Bad(chunks.Offset + 4, "chunk IDAT, PLTE, IEND or one that may be passed over", $"chunk {chunks.Type}");
            }
        }

        if (start == 0)
        {
            throw chunks.Bad(chunks.Offset + 4, "chunk IDAT before the end", "chunk IEND");
        }

        packed.Position = 0;
        return new Image(PngRows.Read(chunks, header, packed, start), header.Height, header.Width, header.Channels);
    }

    /// <summary>Writes a picture so that it is there whole or not at all; a row has the filter whose bytes sum least.</summary>
    /// <param name="path">The file; its folder is made if it is not there.</param>
    /// <param name="image">The picture.</param>
    public static void Write(string path, Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        AtomicFile.Write(path, stream => Write(stream, image));
    }

    /// <summary>The bytes of the file that <see cref="Write(string, Image)"/> makes.</summary>
    public static byte[] ToBytes(Image image)
    {
        ArgumentNullException.ThrowIfNull(image);
        using MemoryStream stream = new();
        Write(stream, image);
        return stream.ToArray();
    }

    /// <summary>Writes what <see cref="Image.FromTensor"/> makes of a tensor <c>[1, channels, height, width]</c> of 0 to 1.</summary>
    public static void Write(string path, Tensors.Tensor tensor) => Write(path, Image.FromTensor(tensor));

    private static void Write(Stream stream, Image image)
    {
        stream.Write(PngChunks.Signature);
        PngChunks.Write(stream, "IHDR", PngHeader.Bytes(image));
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            PngRows.Write(zlib, image);
        }

        PngChunks.Write(stream, "IDAT", packed.GetBuffer().AsSpan(0, (int)packed.Length));
        PngChunks.Write(stream, "IEND", []);
    }
}
