using System.IO.Compression;

namespace IlgpuConv.IO;

/// <summary>
/// The rows of a PNG file: each is a byte that names its filter, then the differences of the bytes from what the filter predicts of the
/// byte to the left <c>a</c>, above <c>b</c> and above left <c>c</c>: nothing, a, b, (a + b) / 2, or of the three the nearest to a + b - c.
/// </summary>
internal static class PngRows
{
    private const int Filters = 5;

    // Deflate packs at most 1032 bytes into one.
    private const int MostPacked = 1032;

    public static byte[] Read(PngChunks chunks, PngHeader header, Stream packed, long start)
    {
        int row = header.Width * header.Channels;
        long unpacked = (1L + row) * header.Height;
        if (unpacked > packed.Length * MostPacked)
        {
            throw chunks.Bad(start, $"image data for {unpacked} bytes of rows", $"{packed.Length} bytes, too few even if packed as tight as can be");
        }

        var pixels = new byte[row * header.Height];
        var above = new byte[row];
        Span<byte> filter = stackalloc byte[1];
        int at = 0;
        try
        {
            using ZLibStream zlib = new(packed, CompressionMode.Decompress);
            for (; at < header.Height; at++)
            {
                Span<byte> here = pixels.AsSpan(at * row, row);
                zlib.ReadExactly(filter);
                if (filter[0] >= Filters)
                {
                    throw chunks.Bad(start, $"filter 0 to {Filters - 1} before row {at}", $"{filter[0]}");
                }

                zlib.ReadExactly(here);
                Undo(filter[0], here, at == 0 ? above : pixels.AsSpan((at - 1) * row, row), header.Channels);
            }

            if (zlib.Read(filter) != 0)
            {
                throw chunks.Bad(start, $"{header.Height} rows, then the end of the image data", "more bytes");
            }
        }
        catch (InvalidDataException broken)
        {
            throw chunks.Bad(start, $"zlib data of {header.Height} rows", $"in row {at}: {broken.Message.TrimEnd('.')}");
        }
        catch (EndOfStreamException)
        {
            throw chunks.Bad(start, $"{header.Height} rows", $"the end of the image data in row {at}");
        }

        return pixels;
    }

    public static void Write(Stream stream, Image image)
    {
        int row = image.Width * image.Channels;
        byte[] best = new byte[row], trial = new byte[row];
        ReadOnlySpan<byte> above = new byte[row];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> here = image.Bytes.AsSpan(y * row, row);
            (long least, byte chosen) = (long.MaxValue, 0);
            for (byte filter = 0; filter < Filters; filter++)
            {
                long sum = Apply(filter, here, above, trial, image.Channels);
                if (sum < least)
                {
                    (least, chosen) = (sum, filter);
                    (best, trial) = (trial, best);
                }
            }

            stream.WriteByte(chosen);
            stream.Write(best);
            above = here;
        }
    }

    private static void Undo(byte filter, Span<byte> row, ReadOnlySpan<byte> above, int channels)
    {
        for (int i = 0; i < row.Length; i++)
        {
            row[i] += Predict(filter, row, above, i, channels);
        }
    }

    // The sum of the differences, each taken as a signed byte.
    private static long Apply(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, byte[] differences, int channels)
    {
        long sum = 0;
        for (int i = 0; i < row.Length; i++)
        {
            differences[i] = (byte)(row[i] - Predict(filter, row, above, i, channels));
            sum += Math.Abs((int)(sbyte)differences[i]);
        }

        return sum;
    }

    private static byte Predict(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int i, int channels)
    {
        byte a = i < channels ? (byte)0 : row[i - channels];
        byte b = above[i];
        return filter switch
        {
            0 => 0,
            1 => a,
            2 => b,
            3 => (byte)((a + b) / 2),
            _ => Paeth(a, b, i < channels ? (byte)0 : above[i - channels]),
        };
    }

    private static byte Paeth(byte a, byte b, byte c)
    {
        int toA = Math.Abs(b - c);
        int toB = Math.Abs(a - c);
        int toC = Math.Abs(a + b - c - c);
        return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
    }
}
