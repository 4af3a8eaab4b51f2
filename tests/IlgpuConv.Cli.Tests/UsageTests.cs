using IlgpuConv.Runtime;

namespace IlgpuConv.Cli.Tests;

public class UsageTests
{
    [Theory]
    [InlineData("devcies", "unknown verb 'devcies'. Did you mean 'devices'?")]
    [InlineData("help devcies", "unknown verb 'devcies'. Did you mean 'devices'?")]
    [InlineData("devices --all", "unknown option '--all'. This verb takes none.")]
    [InlineData("devices all", "devices takes no 'all'. 'ilgpuconv devices --help' names what it takes.")]
    [InlineData("train 5 --epochs 1", "train takes no '5'. 'ilgpuconv train --help' names what it takes.")]
    [InlineData("filter a.png b.png --op sobel", "filter takes no 'b.png'. 'ilgpuconv filter --help' names what it takes.")]
    public void What_cannot_be_read_is_one_line(string typed, string line) => CliRun.Of(typed.Split(' ')).Refused(2, line);

    [Fact]
    public void No_verb_shows_the_verbs_and_is_a_usage_error()
    {
        CliRun run = CliRun.Of();
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains("devices", run.Error);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("help")]
    public void Help_names_every_verb(string typed)
    {
        CliRun run = CliRun.Of(typed);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(Application.Verbs, verb => Assert.Contains(Name(verb), run.Output));
    }

    [Fact]
    public void Each_verb_has_help_of_its_own()
    {
        foreach (Type verb in Application.Verbs)
        {
            CliRun run = CliRun.Of("help", Name(verb));
            Assert.Equal(0, run.Code);
            Assert.Contains($"{Name(verb)}: ", run.Output);
            Assert.Equal(run.Output, CliRun.Of(Name(verb), "--help").Output);
        }
    }

    [Fact]
    public void The_version_is_a_line()
    {
        CliRun run = CliRun.Of("--version");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"^ilgpuconv \d+\.\d+\.\d+\n$", run.Output);
    }

    [Fact]
    public void Devices_are_listed()
    {
        CliRun run = CliRun.Of("devices");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Contains(run.Lines, line => line.StartsWith("  cpu "));
        Assert.Contains(run.Lines, line => line.StartsWith("  reference "));
        DeviceEntry openCl = Devices.All.First(entry => entry.Id.StartsWith("opencl"));
        Assert.Contains(run.Lines, line => line.StartsWith($"  {openCl.Id} ") && line.Contains("absent: ") != openCl.IsPresent);
        Assert.DoesNotContain('\x1b', run.Output);
    }

    [Fact]
    public void A_device_that_is_absent_says_why()
    {
        CliRun run = CliRun.Of("verify", "--device", "opencl:99", "--filter", "Relu");
        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Matches(
            Devices.All.Any(entry => entry.Id == "opencl:0")
                ? @"^ilgpuconv: \[device\] a device must be one of cpu, reference, opencl:0 .*\. Got opencl:99\. "
                : @"^ilgpuconv: \[device\] a device must be present\. Got opencl:99, which is absent: there is no OpenCL ",
            run.Error);
    }

    [Theory]
    [InlineData("train", "train", 0)]
    [InlineData("trian", "train", 1)]
    [InlineData("Train", "train", 0)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_the_letters_to_change(string a, string b, int distance) => Assert.Equal(distance, Suggestion.Distance(a, b));

    private static string Name(Type verb) =>
        ((CommandLine.VerbAttribute)Attribute.GetCustomAttribute(verb, typeof(CommandLine.VerbAttribute))!).Name;
}
