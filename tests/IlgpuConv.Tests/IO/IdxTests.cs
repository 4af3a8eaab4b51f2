using System.IO.Compression;
using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public sealed class IdxTests : IDisposable
{
    private static readonly byte[] Images = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40];
    private static readonly byte[] Labels = [0, 0, 8, 1, 0, 0, 0, 2, 1, 0];
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_image_file_is_read_plain_or_packed(bool packed)
    {
        IdxArray array = IdxFile.Read(folder.Write("x", packed ? Pack(Images) : Images), 3);
        Assert.Equal([2, 1, 2], array.Dimensions);
        Assert.Equal([10, 20, 30, 40], array.Bytes!);
    }

    [Fact]
    public void Floats_are_big_endian()
    {
        IdxArray array = IdxFile.Read(folder.Write("x", 0, 0, 0x0D, 1, 0, 0, 0, 2, 0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0), 1);
        Assert.Equal([1f, -2f], array.Floats!);
    }

    [Theory]
    [InlineData("", 0, "the magic number 0000 of an IDX file. Got an empty file.")]
    [InlineData("0000", 0, "the magic number 0000 of an IDX file. Got 0000.")]
    [InlineData("50 4B 03 04 00 00", 0, "the magic number 0000 of an IDX file. Got 504B0304.")]
    [InlineData("0000 0B 01 00000002", 2, "type 08 (unsigned byte) or 0D (float). Got 0B.")]
    [InlineData("0000 08 03 00000002 00000001 00000002", 3, "1 dimensions. Got 3.")]
    [InlineData("0000 08 01 0000", 6, "1 sizes of 4 bytes. Got the end of the file.")]
    [InlineData("0000 08 01 FFFFFFFF", 4, "sizes of at most 536870897 elements. Got -1.")]
    [InlineData("0000 08 01 00000003 0102", 10, "3 bytes of elements for 3, then the end. Got the end after 2.")]
    [InlineData("0000 08 01 00000003 01020304", 11, "3 bytes of elements for 3, then the end. Got more bytes.")]
    [InlineData("0000 08 01 1FFFFF00 0102", 10, "536870656 bytes of elements for 536870656, then the end. Got the end after 2.")]
    public void A_damaged_file_is_named_with_offset_and_expectation(string hex, long offset, string message)
    {
        string path = folder.Write("x", Convert.FromHexString(hex.Replace(" ", "")));
        var error = Assert.Throws<BadFileException>(() => IdxFile.Read(path, 1));
        Assert.Equal($"[idx] '{path}', offset {offset}: expected {message}", error.Message);
        Assert.Equal((path, offset), (error.Path, error.Offset));
    }

    [Fact]
    public void Every_truncation_of_either_form_is_an_error()
    {
        foreach (byte[] whole in new[] { Images, Pack(Images) })
        {
            for (int length = 0; length < whole.Length; length++)
            {
                string path = folder.Write("x", whole[..length]);
                IdxArray? read = null;
                Exception? error = Record.Exception(() => read = IdxFile.Read(path, 3));
                // The last eight bytes of gzip are a checksum: without them the elements may still be whole.
                Assert.True(error is BadFileException || read?.Bytes is [10, 20, 30, 40], $"{length} of {whole.Length} bytes: {error}");
                Assert.True(error is not null || whole.Length - length <= 10, $"{length} of {whole.Length} bytes were taken for whole.");
            }
        }
    }

    [Fact]
    public void A_folder_gives_both_parts()
    {
        WriteFolder();
        DataSplit split = IdxDataset.Load(folder.Path);
        Assert.Equal((2, 2, 2), (split.Train.Count, split.Test.Count, split.Train.Classes));
        Assert.Equal([1, 0], split.Train.Labels.ToArray());
        float[] pixels = new float[2];
        split.Test.CopyImage(1, pixels);
        Assert.Equal([30 * (1 / 255f), 40 * (1 / 255f)], pixels);
    }

    [Fact]
    public void One_image_file_is_split()
    {
        WriteFolder();
        DataSplit split = IdxDataset.Load(folder.File("train-images-idx3-ubyte"));
        Assert.Equal(2, split.Train.Count + split.Test.Count);
    }

    [Fact]
    public void A_count_mismatch_names_both_files()
    {
        WriteFolder();
        string labels = folder.Write("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 3, 1, 0, 1);
        string images = folder.File("train-images-idx3-ubyte");
        var error = Assert.Throws<BadFileException>(() => IdxDataset.Load(folder.Path));
        Assert.Equal($"[idx] '{labels}', offset 4: expected 2 labels, one for each image of '{images}'. Got 3.", error.Message);
    }

    [Fact]
    public void Test_images_of_another_size_are_refused()
    {
        WriteFolder();
        string images = folder.Write("t10k-images-idx3-ubyte", 0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2);
        var error = Assert.Throws<BadFileException>(() => IdxDataset.Load(folder.Path));
        Assert.Equal($"[idx] '{images}', offset 8: expected images of 1x2, as in the training part. Got 1x1.", error.Message);
    }

    [Fact]
    public void A_label_that_training_never_showed_is_refused()
    {
        WriteFolder();
        string labels = folder.Write("t10k-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 2, 1, 7);
        var error = Assert.Throws<BadFileException>(() => IdxDataset.Load(folder.Path));
        Assert.Equal($"[idx] '{labels}', offset 9: expected a label of 0 to 1. Got 7.", error.Message);
    }

    [Fact]
    public void No_images_are_refused()
    {
        WriteFolder();
        folder.Write("train-labels-idx1-ubyte", 0, 0, 8, 1, 0, 0, 0, 0);
        string images = folder.Write("train-images-idx3-ubyte", 0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2);
        var error = Assert.Throws<BadFileException>(() => IdxDataset.Load(folder.Path));
        Assert.Equal($"[idx] '{images}', offset 4: expected at least one image of at least 1x1. Got 0x1x2.", error.Message);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        string missing = Path.Combine(folder.Path, "train-images-idx3-ubyte");
        var error = Assert.Throws<FileNotFoundException>(() => IdxDataset.Load(folder.Path));
        Assert.Equal($"[data] no file '{missing}' or '{missing}.gz'.", error.Message);
    }

    [Fact]
    public void A_file_with_another_name_is_refused()
    {
        string path = folder.Write("pictures", Images);
        var error = Assert.Throws<ArgumentException>(() => IdxDataset.Load(path));
        Assert.Equal(
            $"[data] an image file is named like 'train-images-idx3-ubyte', its labels 'train-labels-idx1-ubyte'. Got '{path}'.",
            error.Message);
    }

    private void WriteFolder()
    {
        folder.Write("train-images-idx3-ubyte", Images);
        folder.Write("train-labels-idx1-ubyte", Labels);
        folder.Write("t10k-images-idx3-ubyte.gz", Pack(Images));
        folder.Write("t10k-labels-idx1-ubyte.gz", Pack(Labels));
    }

    private static byte[] Pack(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
