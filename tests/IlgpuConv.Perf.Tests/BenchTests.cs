namespace IlgpuConv.Perf.Tests;

public class BenchTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void BenchmarkDotNet_times_in_this_process_and_leaves_nothing_behind()
    {
        string file = _folder["bench.json"];
        HarnessRun run = HarnessRun.Of("bench", "--filter", "Conv2d/1-1 k3 same", "--threads", "1", "--iterations", "3", "--milliseconds", "2", "--json", file);
        Assert.Equal((0, true), (run.Code, run.Output.Contains("allocated")));
        PerfFile written = PerfFile.Read(file);
        Assert.NotEmpty(written.Results);
        Assert.All(written.Results, result =>
        {
            Assert.Equal(3, result.Samples.Length);
            Assert.True(result.Allocated >= 0);
            Assert.True(result.Roofline > 0);
        });
        Assert.False(Directory.Exists("BenchmarkDotNet.Artifacts"));
        Assert.Equal(0, HarnessRun.Of("compare", file, file).Code);
    }
}
