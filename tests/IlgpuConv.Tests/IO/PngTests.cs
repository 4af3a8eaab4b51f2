using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using IlgpuConv.IO;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.IO;

public sealed class PngTests : IDisposable
{
    private const string Grey = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAFCAAAAABHxhIHAAAAA3RFWHRhAGLcSaI7AAAAB0lEQVR42mNgMFiVFqzVuAAAABtJREFU" +
        "x1gTsegNk4xLzhRmjmP/LVhiWqSuAABoggjonZgDyAAAAABJRU5ErkJggg==";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Made with Python's zlib: 4 x 5 pixels, byte i is (37 i i + 11 i) mod 256, row r has filter r, a tEXt chunk, image data in two chunks.
    [Theory]
    [InlineData(1, Grey)]
    [InlineData(2, "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAFCAQAAADIpIVQAAAAA3RFWHRhAGLcSaI7AAAAB0lEQVR42mNgMFiVFqzVuAAAAC5JREFUV3OlLIlxhoTXvSK2" +
        "WXpMEhk7OCJW/PBg/qCRePmo+crZLECRfRErqjwAhnsSVzD0w8EAAAAASUVORK5CYII=")]
    [InlineData(3, "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAFCAIAAADtz9qMAAAAA3RFWHRhAGLcSaI7AAAAB0lEQVR42gFBAL7/bPgAcgAAAEVJREFUAAAwqm581HZi" +
        "mBji9gFU/O7WtJJwTiwK6MYC9GzkXNRMxDy0LKQcA7hA7dF8J1J9KNN+qQQ0rCQOmIxEhmRs5FwHvh65zA0N3QAAAABJRU5ErkJggg==")]
    [InlineData(4, "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAFCAYAAABirU3bAAAAA3RFWHRhAGLcSaI7AAAAB0lEQVR42mNgMFiVFqzVuAAAAFFJREFUV3OlLGmGxKNvIX/e" +
        "aTFuaJj174+KT8mcI29EbFJ6tjBtCPgwweBCgQCMZn6ww/T6tF9xTmpd74LMpOoesYBkapYUfNkQkDMh50KBCQAWcSqnFgK4WwAAAABJRU5ErkJggg==")]
    public void A_file_of_another_program_with_every_filter_is_read(int channels, string file)
    {
        Image image = PngFile.Read(folder.Write("x.png", Convert.FromBase64String(file)));
        Assert.Equal((5, 4, channels), (image.Height, image.Width, image.Channels));
        Assert.Equal(Enumerable.Range(0, 20 * channels).Select(i => (byte)(37 * i * i + 11 * i)), image.Bytes);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 7, 2)]
    [InlineData(9, 1, 3)]
    [InlineData(64, 33, 4)]
    [InlineData(300, 301, 3)]
    public void What_is_written_is_read_back(int height, int width, int channels)
    {
        var noise = new byte[height * width * channels];
        new Random(3).NextBytes(noise);
        byte[] smooth = [.. noise.Select((_, i) => (byte)(i / channels % width + i / channels / width))];
        foreach (byte[] bytes in new[] { noise, smooth, new byte[noise.Length] })
        {
            string path = folder.File("x.png");
            PngFile.Write(path, new Image(bytes, height, width, channels));
            Image read = PngFile.Read(path);
            Assert.Equal((height, width, channels), (read.Height, read.Width, read.Channels));
            Assert.Equal(bytes, read.Bytes);
        }
    }

    [Fact]
    public void Rows_that_are_alike_are_stored_small()
    {
        PngFile.Write(folder.File("x.png"), new Image([.. Enumerable.Range(0, 256 * 256).Select(i => (byte)(i % 256 + i / 256))], 256, 256, 1));
        Assert.InRange(new FileInfo(folder.File("x.png")).Length, 67, 1000);
    }

    [Fact]
    public void Every_truncation_and_every_changed_byte_is_an_error()
    {
        byte[] whole = Convert.FromBase64String(Grey);
        for (int at = 0; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 4;
            Assert.Throws<BadFileException>(() => PngFile.Read(folder.Write("x.png", whole[..at])));
            Assert.Throws<BadFileException>(() => PngFile.Read(folder.Write("x.png", changed)));
        }
    }

    public static TheoryData<string, long, string> Damages => new()
    {
        { "", 0, "the signature 89504E470D0A1A0A of a PNG file. Got an empty file." },
        { "text:GIF89a", 0, "the signature 89504E470D0A1A0A of a PNG file. Got 474946383961." },
        { "png", 8, "a chunk of at least 12 bytes. Got the end of the file." },
        { "png IDAT:00", 12, "chunk IHDR first. Got chunk IDAT." },
        { "png IHDR:0000", 8, "13 bytes of header. Got 2." },
        { "png IHDR:00000000000000010800000000", 16, "a width and a height of at least 1, and at most 2147483591 bytes of pixels. Got 0 x 1." },
        { "png IHDR:00010000000100000800000000", 16,
            "a width and a height of at least 1, and at most 2147483591 bytes of pixels. Got 65536 x 65536." },
        { "png IHDR:00000001000000011000000000", 24, "8 bits a channel (other depths are not read). Got 16." },
        { "png IHDR:00000001000000010803000000", 25, "colour type 0 (grey), 2 (RGB), 4 (grey and alpha) or 6 (RGBA). Got 3 (palette)." },
        { "png IHDR:00000001000000010805000000", 25, "colour type 0 (grey), 2 (RGB), 4 (grey and alpha) or 6 (RGBA). Got 5." },
        { "png IHDR:00000001000000010800010000", 26, "compression 0. Got 1." },
        { "png IHDR:00000001000000010800000200", 27, "filter method 0. Got 2." },
        { "png IHDR:00000001000000010800000001", 28, "interlace 0 (interlaced files are not read). Got 1." },
        { "png grey IEND:", 37, "chunk IDAT before the end. Got chunk IEND." },
        { "png grey IDAT:z0009 tEXt:00 IDAT:00 IEND:", 75, "chunk IEND, as the image data is over. Got chunk IDAT." },
        { "png grey ABCD:", 37, "chunk IDAT, PLTE, IEND or one that may be passed over. Got chunk ABCD." },
        { "png grey IDAT:z0009 ", 58, "a chunk of at least 12 bytes. Got the end of the file." },
        { "png grey text:0000000DIDAT", 33, "a chunk of at most 0 bytes, which the file still has. Got 13." },
        { "png grey text:IDAT", 33, "a chunk of at least 12 bytes. Got 4 bytes." },
        { "png grey IDAT:z0509 IEND:", 33, "filter 0 to 4 before row 0. Got 5." },
        { "png grey IDAT:z00 IEND:", 33, "1 rows. Got the end of the image data in row 0." },
        { "png grey IDAT:z000908 IEND:", 33, "1 rows, then the end of the image data. Got more bytes." },
        { "png wide IDAT:78 IEND:", 33, "image data for 131072 bytes of rows. Got 1 bytes, too few even if packed as tight as can be." },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_file_is_named_with_offset_and_expectation(string parts, long offset, string message)
    {
        string path = folder.Write("x.png", [.. parts.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(Part)]);
        var error = Assert.Throws<BadFileException>(() => PngFile.Read(path));
        Assert.Equal($"[png] '{path}', offset {offset}: expected {message}", error.Message);
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void A_wrong_checksum_is_named_with_both_values()
    {
        byte[] bytes = Convert.FromBase64String(Grey);
        bytes[^1]++;
        string path = folder.Write("x.png", bytes);
        var error = Assert.Throws<BadFileException>(() => PngFile.Read(path));
        Assert.Equal($"[png] '{path}', offset {bytes.Length - 4}: expected CRC AE426082 of chunk IEND. Got AE426083.", error.Message);
    }

    [Fact]
    public void Broken_zlib_data_is_named()
    {
        string path = folder.Write("x.png", [.. "png grey IDAT:FFFFFFFF IEND:".Split(' ').SelectMany(Part)]);
        var error = Assert.Throws<BadFileException>(() => PngFile.Read(path));
        Assert.StartsWith($"[png] '{path}', offset 33: expected zlib data of 1 rows. Got in row 0: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_goes_to_a_file_and_back()
    {
        double[] values = [0, 1 / 255.0, 0.5, 1, -3, 7, double.NaN, 0.2, 0.4, 0.6, 0.8, 1];
        using Tensor tensor = Tensor.FromDoubles(values, [1, 3, 2, 2], ElementType.Float64);
        PngFile.Write(folder.File("x.png"), tensor);
        Image image = PngFile.Read(folder.File("x.png"));
        Assert.Equal([0, 0, 102, 1, 255, 153, 128, 0, 204, 255, 51, 255], image.Bytes);
        using Tensor back = image.ToTensor();
        Assert.Equal([1, 3, 2, 2], back.Shape);
        Assert.Equal([0, 1 / 255f, 128 / 255f, 1, 0, 1, 0, 51 / 255f, 102 / 255f, 153 / 255f, 204 / 255f, 1], back.ToArray<float>());
    }

    [Fact]
    public void Channels_are_converted()
    {
        Image colour = new([255, 0, 0, 9, 10, 20, 30, 0], 1, 2, 4);
        Assert.Equal([76, 18], colour.ToChannels(1).Bytes);
        Assert.Equal([76, 9, 18, 0], colour.ToChannels(2).Bytes);
        Assert.Equal([255, 0, 0, 10, 20, 30], colour.ToChannels(3).Bytes);
        Assert.Equal([76, 76, 76, 255, 18, 18, 18, 255], colour.ToChannels(1).ToChannels(4).Bytes);
    }

    [Fact]
    public void Images_of_other_sizes_are_refused()
    {
        const string Rule = "[image] an image has at least one row and one column, 1 to 4 channels, and height x width x channels bytes.";
        var sizes = Assert.Throws<ArgumentException>(() => new Image(new byte[5], 2, 3, 1));
        Assert.Equal($"{Rule} Got 5 bytes for height 2, width 3, channels 1. (Parameter 'bytes')", sizes.Message);
        using Tensor batch = Tensor.Zeros([2, 5, 3, 4]);
        var shape = Assert.Throws<ArgumentException>(() => Image.FromTensor(batch));
        Assert.Equal(
            "[image] a picture is made of a tensor [1, channels, height, width] with 1 to 4 channels and at least one pixel. " +
            "Got [2, 5, 3, 4]. (Parameter 'tensor')", shape.Message);
        var channels = Assert.Throws<ArgumentOutOfRangeException>(() => new Image(new byte[1], 1, 1, 1).ToChannels(5));
        Assert.Equal("[image] an image has 1, 2, 3 or 4 channels. Got 5. (Parameter 'channels')", channels.Message);
    }

    // "png" is the signature, "grey" and "wide" headers of 1 x 1 and 131071 x 1 pixels, "text:" is taken as it is, all else is a chunk.
    private static byte[] Part(string part)
    {
        string[] halves = part.Split(':');
        return halves[0] switch
        {
            "png" => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A],
            "text" => halves[1].StartsWith("0000000D", StringComparison.Ordinal) ? [0, 0, 0, 13, .. "IDATxxxx"u8] : Encoding.ASCII.GetBytes(halves[1]),
            "grey" => Chunk("IHDR", Convert.FromHexString("00000001000000010800000000")),
            "wide" => Chunk("IHDR", Convert.FromHexString("0001FFFF000000010800000000")),
            _ => Chunk(halves[0], halves[1].StartsWith('z') ? Pack(Convert.FromHexString(halves[1][1..])) : Convert.FromHexString(halves[1])),
        };
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data], ends = new byte[8];
        uint crc = uint.MaxValue;
        foreach (byte value in body)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        BinaryPrimitives.WriteInt32BigEndian(ends, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(ends.AsSpan(4), ~crc);
        return [.. ends[..4], .. body, .. ends[4..]];
    }

    private static byte[] Pack(byte[] bytes)
    {
        MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.NoCompression)) zlib.Write(bytes);
        return packed.ToArray();
    }
}
