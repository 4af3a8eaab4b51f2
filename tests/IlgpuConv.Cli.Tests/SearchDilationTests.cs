using IlgpuConv.IO;

namespace IlgpuConv.Cli.Tests;

public sealed class SearchDilationTests : IDisposable
{
    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_pattern_and_a_picture_are_written_and_the_accuracies_said()
    {
        string pattern = _data.File("d.json"), svg = _data.File("d.svg");
        CliRun run = CliRun.Of(
            "search-dilation", "--data", _data.Path, "--widths", "4,6", "--max-dilation", "2", "--epochs", "1", "--tune-epochs", "1", "--threads", "1", "--pattern", pattern, "--svg", svg);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.StartsWith("supernet, kernels of 5x5, 970 parameters, on few: 40 images", run.Lines[0]);
        Assert.Contains(run.Lines, line => line.StartsWith("c1: 4 channels, "));
        Assert.Contains(run.Lines, line => line.StartsWith("c2: 6 channels, "));
        Assert.Contains($"dilations: {pattern}", run.Lines);
        Assert.Contains("3x3 at those dilations, 522 parameters", run.Lines[^3] + run.Lines[^2]);
        Assert.Matches(@"^accuracy: supernet 0\.\d{4}, cropped 0\.\d{4}, tuned 0\.\d{4}$", run.Lines[^1]);
        Assert.Equal([4, 6], DilationPatternFile.Read(pattern).Select(p => p.Channels));
        Assert.StartsWith("<svg ", File.ReadAllText(svg));
    }

    [Fact]
    public void A_search_that_is_stopped_writes_nothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        CliRun run = CliRun.Of(stop.Token, "search-dilation", "--data", _data.Path, "--pattern", _data.File("d.json"), "--svg", _data.File("d.svg"));
        Assert.Equal((130, "stopped; nothing was written after what is named above\n"), (run.Code, run.Error));
        Assert.False(File.Exists(_data.File("d.json")));
    }

    [Theory]
    [InlineData("--max-dilation 0", "Got 16,32, 8, 256, 6000, 0 and 4.")]
    [InlineData("--widths 4,0", "Got 4,0, 8, 256, 6000, 3 and 4.")]
    public void What_cannot_be_used_is_one_line(string typed, string got) => CliRun.Of(["search-dilation", .. typed.Split(' ')]).Refused(
        2, $"--widths, --epochs, --calibration and --images must be at least 1, --max-dilation 1 to 15, --tune-epochs 0 or more. {got}");
}
