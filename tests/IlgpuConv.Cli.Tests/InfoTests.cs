using IlgpuConv.IO;

namespace IlgpuConv.Cli.Tests;

public class InfoTests
{
    [Fact]
    public void List_names_every_network()
    {
        CliRun run = CliRun.Of("info", "--list");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(ModelCatalog.Names, name => Assert.Contains(run.Lines, line => line.StartsWith($"  {name} ")));
    }

    [Fact]
    public void Parameters_of_the_layers_add_up_to_the_total()
    {
        CliRun run = CliRun.Of("info");
        Assert.Equal((0, ""), (run.Code, run.Error));
        long total = long.Parse(run.Lines[^1].Split(' ')[1].Replace(",", ""));
        int column = run.Lines.Single(line => line.Contains("parameters") && line.Contains("layer")).IndexOf("parameters", StringComparison.Ordinal);
        long sum = run.Lines[..^1].Sum(line => line.Length > column && long.TryParse(line[column..].Replace(",", ""), out long n) ? n : 0);
        Assert.True(total > 0);
        Assert.Equal(total, sum);
        Assert.Contains(run.Lines, line => line.Contains("1 x 8 x 8"));
    }

    [Theory]
    [InlineData("--model dynamic", "dynamic: 11,072,808 parameters, 1000 classes")]
    [InlineData("--model dynamic --classes 10 --size 3x28x28", "dynamic: 4,862,538 parameters, 10 classes")]
    public void The_large_network_has_the_published_size(string typed, string last)
    {
        CliRun run = CliRun.Of(["info", .. typed.Split(' ')]);
        Assert.Equal(last, run.Lines[^1]);
        string[] layers = [.. run.Lines.Skip(4).Select(line => line.Trim().Split(' ')[0]).TakeWhile(name => name.Length > 0)];
        Assert.Equal(["c1", "bn1", "relu1", "pool1", "c2", "bn2", "relu2", "pool2", "pool", "fc"], layers);
    }

    [Theory]
    [InlineData("--model resnet", 2, "unknown model 'resnet'.")]
    [InlineData("--size 8x8", 2, "--size is channels, height and width, such as 3x224x224. Got '8x8'.")]
    [InlineData("--size 1x0x8", 2, "--size is channels, height and width, such as 3x224x224. Got '1x0x8'.")]
    [InlineData("--classes 0", 2, "--classes must be at least 1. Got 0.")]
    public void What_cannot_be_used_is_one_line(string typed, int code, string line)
    {
        CliRun run = CliRun.Of(["info", .. typed.Split(' ')]);
        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith($"ilgpuconv: {line}", run.Error);
        Assert.Single(run.Error.TrimEnd('\n').Split('\n'));
    }
}
