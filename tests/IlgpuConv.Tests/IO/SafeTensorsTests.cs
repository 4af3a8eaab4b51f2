using System.Text;
using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_bytes_are_those_of_the_format()
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("b", [2], [1, -2]);
        writer.Add<byte>("a", [3], [7, 8, 9]);
        writer.Add<long>("c", [], [-1]);
        writer.Metadata["z"] = "1";
        writer.Metadata["k"] = "v";
        writer.Save(folder.File("x.safetensors"));
        string header =
            """{"__metadata__":{"k":"v","z":"1"},"c":{"dtype":"I64","shape":[],"data_offsets":[0,8]},""" +
            "\"b\"" + """:{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"a":{"dtype":"U8","shape":[3],"data_offsets":[16,19]}}""";
        header = header.PadRight((header.Length + 7) / 8 * 8);
        byte[] expected =
        [
            (byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header),
            255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 7, 8, 9,
        ];
        Assert.Equal(expected, File.ReadAllBytes(folder.File("x.safetensors")));
    }

    [Fact]
    public void What_was_written_is_read()
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("f32", [2, 1], [1.5f, float.NaN]);
        writer.Add<double>("f64", [1], [Math.PI]);
        writer.Add<int>("i32", [1], [int.MinValue]);
        writer.Add<long>("naïve \"名\"", [1], [long.MaxValue]);
        writer.Add<byte>("u8", [0, 5], []);
        writer.Metadata["epoch"] = "3";
        writer.Save(folder.File("x"));
        SafeTensorsFile file = SafeTensorsFile.Open(folder.File("x"));
        Assert.Equal(5, file.Entries.Count);
        Assert.Equal([2, 1], file.Entries["f32"].Shape);
        Assert.Equal([1.5f, float.NaN], file.Read<float>("f32"));
        Assert.Equal([Math.PI], file.Read<double>("f64"));
        Assert.Equal([int.MinValue], file.Read<int>("i32"));
        Assert.Equal([long.MaxValue], file.Read<long>("naïve \"名\""));
        Assert.Empty(file.Read<byte>("u8"));
        Assert.Equal("3", file.Metadata["epoch"]);
    }

    [Fact]
    public void The_order_of_adding_does_not_change_the_bytes()
    {
        string[] names = ["a", "B", "a.1", "c"];
        byte[][] files = new byte[2][];
        for (int i = 0; i < 2; i++)
        {
            SafeTensorsWriter writer = new();
            foreach (string name in i == 0 ? names : names.Reverse())
            {
                writer.Add<float>(name, [1], [name.Length]);
            }

            writer.Save(folder.File("x"));
            files[i] = File.ReadAllBytes(folder.File("x"));
        }

        Assert.Equal(files[0], files[1]);
    }

    [Fact]
    public void Half_types_are_widened()
    {
        string path = Write(
            """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""",
            0x00, 0x3C, 0x01, 0x00, 0x80, 0x3F, 0x49, 0xC0);
        SafeTensorsFile file = SafeTensorsFile.Open(path);
        Assert.Equal([1f, 5.9604645e-8f], file.ReadFloats("h"));
        Assert.Equal([1f, -3.140625f], file.ReadFloats("b"));
    }

    [Fact]
    public void Another_type_than_asked_for_is_named()
    {
        string path = Write("""{"x":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}""", 1, 0, 0, 0);
        var error = Assert.Throws<BadFileException>(() => SafeTensorsFile.Open(path).ReadFloats("x"));
        Assert.Equal($"[safetensors] '{path}', offset 62: expected 'x' to be F32. Got I32.", error.Message);
    }

    [Fact]
    public void A_missing_name_is_named()
    {
        string path = Write("{}");
        var error = Assert.Throws<ArgumentException>(() => SafeTensorsFile.Open(path).ReadFloats("w"));
        Assert.Equal($"[safetensors] '{path}' has 0 tensors. Got 'w', which is none of them.", error.Message);
    }

    [Theory]
    [InlineData("{", 9, "a JSON header. Got Expected depth to be zero at the end of the JSON payload")]
    [InlineData("[]", 8, "the object of the header. Got StartArray.")]
    [InlineData("{} x", 11, "a JSON header. Got 'x' is invalid after a single JSON value")]
    [InlineData("""{"__metadata__":{"a":1}}""", 29, "a string for 'a' in __metadata__. Got Number.")]
    [InlineData("""{"x":3}""", 13, "an object for 'x'. Got Number.")]
    [InlineData("""{"x":{"shape":[1]}}""", 13, "dtype, shape and two data_offsets for 'x'. Got no dtype, a shape, 0 data_offsets.")]
    [InlineData("""{"x":{"size":1}}""", 14, "dtype, shape or data_offsets for 'x'. Got 'size'.")]
    [InlineData("""{"x":{"shape":[-1]}}""", 23, "whole numbers from 0 up in the shape of 'x'. Got -1.")]
    [InlineData("""{"x":{"shape":[1.5]}}""", 23, "whole numbers from 0 up in the shape of 'x'. Got 1.5.")]
    [InlineData("""{"x":{"dtype":"Q4","shape":[1],"data_offsets":[0,4]}}""", 13,
        "one of F64, I64, F32, I32, F16, BF16, U8 for 'x'. Got dtype Q4.")]
    [InlineData("""{"x":{"dtype":"2","shape":[1],"data_offsets":[0,4]}}""", 13,
        "one of F64, I64, F32, I32, F16, BF16, U8 for 'x'. Got dtype 2.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", 13,
        "8 bytes for 'x', F32 of shape [2]. Got data_offsets 0 to 4.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,4]}}""", 13,
        "9223372036854775807 bytes for 'x', F32 of shape [4611686018427387904, 4]. Got data_offsets 0 to 4.")]
    [InlineData("""{"x":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", 13, "4 bytes for 'x', F32 of shape [1]. Got data_offsets 4 to 0.")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"y":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 114,
        "'y' to begin at 2, where the tensor before it ends. Got data_offsets 1 to 3.")]
    [InlineData("""{"x":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""", 63,
        "'x' to begin at 0, where the tensor before it ends. Got data_offsets 2 to 4.")]
    [InlineData("""{"x":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}""", 65, "5 bytes of tensors after the header, then the end. Got 4.")]
    [InlineData("""{"x":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""", 64, "3 bytes of tensors after the header, then the end. Got 4.")]
    [InlineData("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 61,
        "every name once. Got 'x' again.")]
    public void A_damaged_header_is_named_with_offset_and_expectation(string header, long offset, string message)
    {
        string path = Write(header, 1, 2, 3, 4);
        var error = Assert.Throws<BadFileException>(() => SafeTensorsFile.Open(path));
        Assert.StartsWith($"[safetensors] '{path}', offset {offset}: expected {message}", error.Message);
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void A_header_longer_than_the_file_is_named()
    {
        string path = folder.Write("x", 200, 0, 0, 0, 0, 0, 0, 0, (byte)'{');
        var error = Assert.Throws<BadFileException>(() => SafeTensorsFile.Open(path));
        Assert.Equal($"[safetensors] '{path}', offset 0: expected a header of at most 1 bytes. Got 200.", error.Message);
    }

    [Fact]
    public void Every_truncation_is_an_error()
    {
        byte[] whole = File.ReadAllBytes(Write("""{"x":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""", 1, 2, 3, 4));
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut", whole[..length]);
            Assert.Throws<BadFileException>(() => SafeTensorsFile.Open(path));
        }
    }

    [Theory]
    [InlineData("x", 2, "[safetensors] 'x' of shape [2] needs 2 elements. Got 1.")]
    [InlineData("a", 1, "[safetensors] names are unique and not '__metadata__'. Got 'a'.")]
    [InlineData("__metadata__", 1, "[safetensors] names are unique and not '__metadata__'. Got '__metadata__'.")]
    public void The_writer_refuses_what_would_not_be_read(string name, int size, string message)
    {
        SafeTensorsWriter writer = new();
        writer.Add<float>("a", [1], [1]);
        var error = Assert.Throws<ArgumentException>(() => writer.Add<float>(name, [size], [1]));
        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = folder.Write("x", 1, 2, 3);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.Write([9, 9]);
            throw new InvalidOperationException("the disk is gone");
        }));
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_write_replaces_and_makes_its_folder()
    {
        string path = folder.File("new/x");
        AtomicFile.Write(path, stream => stream.Write([1, 2, 3]));
        AtomicFile.Write(path, stream => stream.Write([4]));
        Assert.Equal([4], File.ReadAllBytes(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.File("new")));
    }

    private string Write(string header, params byte[] data) =>
        folder.Write("x", [(byte)header.Length, 0, 0, 0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes(header), .. data]);
}
