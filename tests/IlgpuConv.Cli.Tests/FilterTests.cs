using IlgpuConv.IO;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Cli.Tests;

public sealed class FilterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ilgpuconv").FullName;

    public FilterTests()
    {
        byte[] bytes = new byte[16 * 24 * 3];
        new Random(1).NextBytes(bytes);
        PngFile.Write(File("a.png"), new Image(bytes, 16, 24, 3));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_picture_is_written_beside_the_picture()
    {
        CliRun run = CliRun.Of("filter", File("a.png"), "--op", "sobel", "--threads", "1");
        Assert.Equal((0, "", $"{File("a-sobel.png")}: 24x16, RGB\n"), (run.Code, run.Error, run.Output));
        Assert.Equal(ImageFilters.Sobel.Run(PngFile.Read(File("a.png"))).Bytes, PngFile.Read(File("a-sobel.png")).Bytes);
    }

    [Fact]
    public void Options_and_the_place_are_taken()
    {
        CliRun run = CliRun.Of("filter", File("a.png"), "--op", "gaussian", "--sigma", "2.5", "--gain", "0.5", "--out", File("b.png"));
        Assert.Equal((0, $"{File("b.png")}: 24x16, RGB\n"), (run.Code, run.Output));
        Assert.Equal(
            ImageFilters.GaussianBlur.Run(PngFile.Read(File("a.png")), new ImageFilterOptions(Sigma: 2.5, Gain: 0.5)).Bytes, PngFile.Read(File("b.png")).Bytes);
    }

    [Fact]
    public void Every_operation_is_named_with_what_it_does()
    {
        CliRun run = CliRun.Of("filter", "--list");
        Assert.Equal(0, run.Code);
        Assert.Equal(ImageFilters.All.Count + 1, run.Lines.Length);
        Assert.All(ImageFilters.All, filter => Assert.Contains(run.Lines, line => line.StartsWith(filter.Name + " ") && line.EndsWith(filter.Description)));
    }

    [Fact]
    public void PiDiNet_writes_the_edges_by_the_weights_of_a_file()
    {
        using var scope = new TensorScope();
        var network = new PiDiNet(generator: new RandomGenerator(3));
        network.Save(File("w.safetensors"));
        CliRun run = CliRun.Of("filter", File("a.png"), "--op", "pidinet", "--weights", File("w.safetensors"));
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal(["PiDiNet, 84,477 parameters", $"{File("a-pidinet.png")}: 24x16, grey"], run.Lines);
        network.Eval();
        byte[] expected = EdgeMap.Of(network, PngFile.Read(File("a.png"))).Bytes;
        Assert.Equal(expected, PngFile.Read(File("a-pidinet.png")).Bytes);
        Assert.True(expected.Distinct().Count() > 2, "the map is flat");

        network.Convert().Save(File("c.safetensors"));
        CliRun converted = CliRun.Of("filter", File("a.png"), "--op", "pidinet", "--weights", File("c.safetensors"), "--out", File("c.png"));
        Assert.Equal((0, "PiDiNet, 87,997 parameters"), (converted.Code, converted.Lines[0]));
        Assert.All(expected.Zip(PngFile.Read(File("c.png")).Bytes), pair => Assert.Equal(pair.First, pair.Second, 1.0));
    }

    [Fact]
    public void What_cannot_be_used_is_one_line()
    {
        string[] names = [.. ImageFilters.All.Select(f => f.Name), "pidinet"];
        CliRun.Of("filter").Refused(2, "an image is needed: ilgpuconv filter IMAGE --op sobel.");
        CliRun.Of("filter", File("a.png")).Refused(2, $"--op is needed. There are: {string.Join(", ", names)}.");
        CliRun.Of("filter", File("a.png"), "--op", "sobol").Refused(2, "unknown operation 'sobol'. Did you mean 'sobel'?");
        CliRun.Of("filter", File("b.png"), "--op", "sobel").Refused(2, $"no file '{File("b.png")}'.");
        CliRun.Of("filter", File("a.png"), "--op", "pidinet").Refused(2, "--op pidinet needs the weights of a trained network: --weights FILE.");
        CliRun.Of("filter", File("a.png"), "--op", "pidinet", "--weights", File("x")).Refused(2, $"no file '{File("x")}' for --weights.");
        CliRun.Of("filter", File("a.png"), "--op", "box", "--size", "4").Refused(
            2, "[filter] the size must be odd and 1 to 99, sigma above 0 and at most 100, and the others numbers. Got size 4, sigma 1.5, theta 1, amount 1, gain 1.");
    }

    [Fact]
    public void A_damaged_picture_is_named_with_the_offset()
    {
        System.IO.File.WriteAllBytes(File("d.png"), System.IO.File.ReadAllBytes(File("a.png"))[..20]);
        CliRun.Of("filter", File("d.png"), "--op", "sobel").Refused(
            1, $"[png] '{File("d.png")}', offset 8: expected a chunk of at most 0 bytes, which the file still has. Got 13.");
    }

    private string File(string name) => Path.Combine(_folder, name);
}
