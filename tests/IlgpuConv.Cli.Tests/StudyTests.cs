namespace IlgpuConv.Cli.Tests;

public sealed class StudyTests : IDisposable
{
    private readonly SmallData _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_table_and_a_picture_of_what_was_asked_for()
    {
        string markdown = _data.File("study.md"), svg = _data.File("study.svg");
        CliRun run = CliRun.Of(
            "study", "--data", _data.Path, "--models", "perceptron,conv", "--seeds", "1", "--epochs", "1", "--threads", "1", "--markdown", markdown, "--svg", svg);
        Assert.Equal(0, run.Code);
        Assert.Equal("few: 40 images, 1 epochs, 1 seeds; 10 test images; cpu, 1 threads", run.Lines[0]);
        Assert.StartsWith("| network | accuracy |", run.Lines[2]);
        Assert.StartsWith("| perceptron | ", run.Lines[4]);
        Assert.StartsWith("| conv | ", run.Lines[5]);
        Assert.Equal(6, run.Lines.Length);
        Assert.Equal(run.Output, File.ReadAllText(markdown));
        Assert.StartsWith("<svg ", File.ReadAllText(svg));
        Assert.Equal(2, run.Error.TrimEnd('\n').Split('\n').Length);
        Assert.StartsWith("perceptron, seed 1: accuracy 0.", run.Error);
    }

    [Theory]
    [InlineData("--models conf", "unknown model 'conf'. Did you mean 'conv'?")]
    [InlineData("--seeds 0", "--seeds, --images and --test-images must be at least 1. Got 0, 6000 and 2000.")]
    public void What_cannot_be_used_is_one_line(string typed, string line) => CliRun.Of(["study", .. typed.Split(' ')]).Refused(2, line);
}
