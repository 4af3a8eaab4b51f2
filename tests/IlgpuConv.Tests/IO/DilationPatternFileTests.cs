using System.Text;
using IlgpuConv.Analysis;
using IlgpuConv.IO;
using IlgpuConv.Ops;

namespace IlgpuConv.Tests.IO;

public sealed class DilationPatternFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_file_of_the_authors_form_is_read_and_written()
    {
        string path = folder.Write("a.json", Encoding.UTF8.GetBytes("[\n  {\n \"(0, 0)\": 19,\n \"(0, 3)\": 1, \"(1, 0)\": 0, \"(2,1)\" : 4},{\"(3, 3)\":2}]\n"));
        IReadOnlyList<DilationPattern> patterns = DilationPatternFile.Read(path);
        Assert.Equal(["(1, 1) x 19, (1, 4) x 1, (3, 2) x 4", "(4, 4) x 2"], patterns.Select(p => p.ToString()));
        DilationPatternFile.Write(folder.File("b.json"), patterns);
        Assert.Equal(
            "[\n  {\n    \"(0, 0)\": 19,\n    \"(0, 3)\": 1,\n    \"(2, 1)\": 4\n  },\n  {\n    \"(3, 3)\": 2\n  }\n]\n", File.ReadAllText(folder.File("b.json")));
        Assert.Equal(patterns.Select(p => p.ToString()), DilationPatternFile.Read(folder.File("b.json")).Select(p => p.ToString()));
    }

    [Theory]
    [InlineData("{}", 0, "a list of layers. Got {.")]
    [InlineData("[3]", 1, "an object for a layer. Got 3.")]
    [InlineData("[{\"1\":2}]", 2, "a key such as \"(0, 3)\". Got 1.")]
    [InlineData("[{\"(0, -1)\":2}]", 2, "a key such as \"(0, 3)\". Got (0, -1).")]
    [InlineData("[{\"(0, 1)\":-2}]", 11, "a number of channels. Got -2.")]
    [InlineData("[{\"(0, 1)\":2, \"(0,1)\":2}]", 14, "each dilation once in a layer. Got (0,1).")]
    [InlineData("[{\"(0, 1)\":0}]", 1, "at least one channel in a layer. Got none.")]
    public void A_damaged_file_is_named_with_offset_and_expectation(string text, long offset, string message)
    {
        string path = folder.Write("x.json", Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<BadFileException>(() => DilationPatternFile.Read(path));
        Assert.Equal($"[dilations] '{path}', offset {offset}: expected {message}", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[\n{\"(0, 1)\":2}")]
    [InlineData("[\n{\"(0, 1)\":2]")]
    [InlineData("[] []")]
    public void What_is_not_JSON_is_refused(string text)
    {
        string path = folder.Write("x.json", Encoding.UTF8.GetBytes(text));
        var error = Assert.Throws<BadFileException>(() => DilationPatternFile.Read(path));
        Assert.StartsWith($"[dilations] '{path}', offset ", error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Offset, 0, text.Length);
    }

    [Fact]
    public void A_dilation_that_comes_twice_has_no_place_in_a_file()
    {
        var pattern = new DilationPattern([new((1, 1), 2), new((2, 1), 1), new((1, 1), 1)]);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => DilationPatternFile.Write(folder.File("x.json"), [pattern.Sorted(), pattern]));
        Assert.Equal(
            "[dilations] the channels of a dilation must lie side by side in a file. Got (1, 1) x 2, (2, 1) x 1, (1, 1) x 1 in layer 1. (Parameter 'patterns')", fault.Message);
        Assert.False(File.Exists(folder.File("x.json")));
    }

    [Fact]
    public void The_picture_has_a_cell_for_each_dilation()
    {
        string svg = DilationPicture.Draw([new LayerDilations("c<1>", 3, [(1, 1), (1, 1), (3, 2)], [0, 0.5, 0.1], 1)], "Of a & b");
        Assert.StartsWith("<svg ", svg, StringComparison.Ordinal);
        System.Xml.Linq.XDocument.Parse(svg);
        Assert.Equal(9, svg.Split("fill-opacity").Length - 1);
        Assert.Contains("c&lt;1&gt;: 3 channels", svg, StringComparison.Ordinal);
        Assert.Contains("Of a &amp; b", svg, StringComparison.Ordinal);
    }
}
