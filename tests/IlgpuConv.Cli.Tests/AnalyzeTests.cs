using IlgpuConv.IO;

namespace IlgpuConv.Cli.Tests;

public sealed class AnalyzeTests : IDisposable
{
    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void Layers_are_listed_with_cost_and_field_and_summed_up()
    {
        CliRun run = CliRun.Of("analyze", "conv", "--threads", "1");
        Assert.Equal((0, ""), (run.Code, run.Error));
        // c1: 16 x 9 x 64 multiply-adds, c2: 32 x 16 x 9 x 16, fc: 128 x 10.
        Assert.Contains(run.Lines, line => line.Contains(" c1 ") && line.Contains("16 x 8 x 8") && line.Contains("9,216") && line.Contains("3x3"));
        Assert.Contains(run.Lines, line => line.Contains(" c2 ") && line.Contains("32 x 4 x 4") && line.Contains("73,728") && line.Contains("8x8"));
        Assert.Contains("MACs: multiply-adds of sums over many terms", run.Output);
        Assert.StartsWith("conv for 1x8x8: 6,186 parameters, 84,224 MACs, ", run.Lines[^1]);
    }

    [Fact]
    public void A_report_of_a_checkpoint_is_written_whole()
    {
        string checkpoint = _data.File("c.safetensors"), report = _data.File("r/report.html");
        Assert.Equal(0, CliRun.Of("train", "--model", "drconv", "--data", _data.Path, "--epochs", "1", "--threads", "1", "--checkpoint", checkpoint).Code);
        CliRun run = CliRun.Of("analyze", checkpoint, "--image", "3", "--report", report, "--threads", "1");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"^report: .*report\.html \(\d+ KiB\)$", run.Lines[^1]);
        string page = File.ReadAllText(report);
        Assert.Contains("<h1>drconv</h1>", page);
        Assert.Contains("Weights: c.safetensors.", page);
        Assert.Contains("image 3 of the digits, labelled", page);
        Assert.Contains("region of each pixel", page);
        Assert.Single(Directory.GetFiles(_data.File("r")));
        CliRun.Of("analyze", checkpoint, "--checkpoint", "x").Refused(
            2, $"'{checkpoint}' is a checkpoint and --checkpoint gives another: give the network's name with --checkpoint.");
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..100]);
        Assert.Equal(1, CliRun.Of("analyze", checkpoint).Code);
    }

    [Fact]
    public void A_report_that_is_stopped_is_not_written()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        CliRun run = CliRun.Of(stop.Token, "analyze", "conv", "--threads", "1", "--report", _data.File("r.html"));
        Assert.Equal((130, "stopped; no report was written\n", false), (run.Code, run.Error, File.Exists(_data.File("r.html"))));
    }

    [Fact]
    public void Pictures_are_written_one_a_figure()
    {
        string folder = _data.File("views");
        CliRun run = CliRun.Of("view", "odconv", "--out", folder, "--threads", "1");
        Assert.Equal((0, ""), (run.Code, run.Error));
        string[] files = [.. Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];
        Assert.Equal(run.Lines.Length, files.Length);
        Assert.Contains("c1-filters.png", files);
        Assert.Contains("c1-maps.png", files);
        Assert.Contains("c2-shown-4.png", files);
        Assert.Contains("c2-fields.png", files);
        Assert.All(files, file => Assert.True(PngFile.Read(Path.Combine(folder, file)).Bytes.Distinct().Count() > 1, file));

        CliRun one = CliRun.Of("view", "odconv", "--layer", "c1", "--what", "maps", "--out", folder, "--threads", "1");
        Assert.Equal(0, one.Code);
        Assert.StartsWith($"{Path.Combine(folder, "c1-maps.png")}: c1 after conv, batchnorm, relu. 16 channels, 8x8 pixels", Assert.Single(one.Lines));
    }

    [Fact]
    public void A_picture_is_resized_for_the_network()
    {
        string png = _data.File("p.png");
        PngFile.Write(png, new Image([.. Enumerable.Range(0, 20 * 10 * 3).Select(i => (byte)(i * 7))], 20, 10, 3));
        CliRun run = CliRun.Of("view", "conv", "--image", png, "--what", "maps", "--layer", "c1", "--out", _data.File("v"), "--threads", "1");
        Assert.Equal((0, ""), (run.Code, run.Error));
        CliRun.Of("view", "conv", "--image", _data.File("q.png")).Refused(2, $"no file '{_data.File("q.png")}' for --image.");
    }

    [Fact]
    public void What_cannot_be_used_is_one_line()
    {
        string known = string.Join(", ", ModelCatalog.Names);
        CliRun.Of("analyze").Refused(2, $"a network is needed: ilgpuconv analyze dynamic-small. There are: {known}.");
        CliRun.Of("view").Refused(2, $"a network is needed: ilgpuconv view dynamic-small. There are: {known}.");
        CliRun.Of("analyze", "drcomv").Refused(2, "unknown model 'drcomv'. Did you mean 'drconv'?");
        CliRun.Of("analyze", "conv", "--input", "3x8").Refused(2, "--input is channels, height and width, such as 3x224x224. Got '3x8'.");
        CliRun.Of("analyze", "conv", "--input", "1x1x1").Refused(
            2, "[maxpool] a window must fit into the padded input: 2 in 1 along the height, 2 in 1 along the width. Got kernel (2, 2), stride (2, 2), padding (0, 0), dilation (1, 1), ceilMode False for [1, 16, 1, 1]. (Parameter 'kernel')");
        CliRun.Of("analyze", "conv", "--classes", "0").Refused(2, "--classes must be at least 1. Got 0.");
        CliRun.Of("analyze", "conv", "--checkpoint", _data.File("x")).Refused(2, $"no file '{_data.File("x")}' for --checkpoint. 'ilgpuconv train' makes one.");
        CliRun.Of("analyze", "conv", "--reprt", "x").Refused(2, "unknown option '--reprt'. Did you mean '--report'?");
        CliRun.Of("view", "conv", "--what", "filtres").Refused(2, "unknown kind 'filtres' for --what. Did you mean 'filters'?");
        CliRun.Of("view", "conv", "--layer", "c3").Refused(2, "unknown layer 'c3' of conv. Did you mean 'c1'?");
        CliRun.Of("view", "perceptron", "--what", "filters,shown").Refused(2, "nothing to draw of filters, shown of perceptron.");
        CliRun.Of("view", "conv", "--image", "400").Refused(2, "--image must be a PNG file or 0 to 358. Got 400.");
        CliRun.Of("view", "conv", "--image", "4", "--input", "3x16x16").Refused(2, "--image 4 is one of the digits, 1x8x8, and the network takes 3x16x16. Give a PNG file.");
    }
}
