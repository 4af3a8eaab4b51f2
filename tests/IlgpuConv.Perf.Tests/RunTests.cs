using System.Text.Json.Nodes;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Perf.Tests;

public class RunTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_checked_timed_written_and_compared_with_itself()
    {
        string file = _folder["run.json"];
        HarnessRun run = HarnessRun.Of("run", "--rung", "kernels,operations", "--filter", "Conv2d/1-1 k3 same", "--rounds", "3", "--seconds", "0.01", "--threads", "1", "--json", file);
        Assert.Equal(0, run.Code);
        JsonNode root = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.Equal(("ilgpuconv-perf 1", "run", Machine.Name, Machine.Commit), (
            (string?)root["format"], (string?)root["verb"], (string?)root["machine"], (string?)root["commit"]));
        Assert.InRange((DateTime)root["date"]!, DateTime.UtcNow.AddMinutes(-5), DateTime.UtcNow);
        Assert.Equal(("cpu", 1, 3), ((string?)root["devices"]![0]!["id"], (int)root["devices"]![0]!["threads"]!, root["devices"]![0]!["peakGigaFlops"]!.AsArray().Count));
        JsonArray results = root["results"]!.AsArray();
        Assert.Equal(["kernels", "operations"], results.Select(r => (string)r!["rung"]!).Distinct());
        Assert.All(results, result =>
        {
            Assert.Equal(3, result!["samples"]!.AsArray().Count);
            foreach (string figure in (string[])["median", "flops", "bytes", "gigaFlops", "gigaBytes", "roofline", "peakGigaFlops", "copyGigaBytes", "busy"])
                Assert.True((double)result[figure]! > 0, $"{figure} of {result["name"]}");
            double attainable = Math.Max((double)result["flops"]! / (double)result["peakGigaFlops"]!, (double)result["bytes"]! / (double)result["copyGigaBytes"]!) / 1e9;
            Assert.Equal(attainable / (double)result["median"]!, (double)result["roofline"]!, 1e-9);
        });
        Assert.All(results.Where(r => (string?)r!["rung"] == "kernels"), r => Assert.NotEmpty(r!["kernels"]!.AsArray()));
        Assert.Contains("of the roofline", run.Output);
        Assert.Equal(0, HarnessRun.Of("compare", file, file).Code);
    }

    [Fact]
    public void Networks_are_timed_in_images()
    {
        string file = _folder["networks.json"];
        HarnessRun run = HarnessRun.Of("run", "--rung", "networks", "--filter", "static-small", "--rounds", "2", "--seconds", "0.01", "--json", file);
        Assert.Equal(0, run.Code);
        PerfFile written = PerfFile.Read(file);
        Assert.Equal(["static-small/forward n32", "static-small/training step n32"], written.Results.Select(r => r.Name));
        Assert.All(written.Results, r => Assert.True(r is { ImagesPerSecond: > 0, GigaFlops: > 0, Roofline: > 0 }));
        Assert.Contains("images/s", run.Output);
    }

    [Fact]
    public void Layers_of_peers_are_timed_with_and_without_gradients()
    {
        string file = _folder["layers.json"];
        HarnessRun run = HarnessRun.Of("run", "--rung", "layers", "--filter", "r50 512-512@7 k3 N=1", "--rounds", "2", "--seconds", "0.01", "--json", file);
        Assert.Equal(0, run.Code);
        PerfFile written = PerfFile.Read(file);
        Assert.Equal(["r50 512-512@7 k3 N=1 forward", "r50 512-512@7 k3 N=1 forward+backward"], written.Results.Select(r => r.Name));
        Assert.All(written.Results, r => Assert.True(r is { GigaFlops: > 0, CopyShare: > 0, Roofline: > 0 }));
        Assert.Equal(3 * written.Results[0].Flops, written.Results[1].Flops);
    }

    [Fact]
    public void The_large_layer_of_GPUs_is_there() => Assert.Contains(
        LayerSubject.All(), layer => layer is { Name: "large 256-256@56 k3 N=32 forward", Layer.Flops: 118380036096 });

    [Fact]
    public void Several_numbers_of_threads_show_how_a_case_scales()
    {
        HarnessRun run = HarnessRun.Of("run", "--filter", "Conv2d/1-1 k3 same", "--threads", "1,2", "--rounds", "1", "--seconds", "0.01");
        Assert.Equal(0, run.Code);
        Assert.Matches(@"Conv2d/[^\n]+: 1 to 2 threads \d+\.\d\d times as fast, \d\.\d\d processors busy\n", run.Output);
    }

    [Theory]
    [InlineData("run --filter Nothing", "[run] a name must begin with the filter. Got 'Nothing' among operations; `ilgpuconv verify --list` names the cases.")]
    [InlineData("run --rung blocks", "[run] a rung must be one of kernels, compiled, operations, layers, networks. Got 'blocks'.")]
    [InlineData("run --rounds 0", "[run] --rounds must be 1 to 1000 and --seconds above 0. Got 0 and 0.5.")]
    [InlineData("run --filter Conv2d --threads 0", "[run] --threads must be 1 to 1024. Got 0.")]
    [InlineData("bench --iterations 2", "[bench] --iterations must be at least 3 and --milliseconds above 0. Got 2 and 50.")]
    [InlineData("peak --threads 0", "[peak] --threads must be 1 to 1024. Got 0.")]
    public void What_cannot_be_used_is_one_line(string typed, string line) => HarnessRun.Of(typed.Split(' ')).Refused(line);

    [Fact]
    public void More_threads_than_processors_are_warned_of()
    {
        using StringWriter warnings = new();
        int many = Environment.ProcessorCount + 1;
        foreach (Device device in HarnessDevices.Open("cpu", [many], warnings)) device.Dispose();
        Assert.StartsWith($"{many} threads on {Environment.ProcessorCount} processors: ", warnings.ToString());
    }

    [Fact]
    public void What_is_wrong_is_not_timed()
    {
        using var device = new CpuDevice(1);
        using StringWriter progress = new();
        var session = new RunSession([device], 1, 0.001, progress);
        session.Time([new WrongSubject()]);
        Assert.Equal((1, 0), (session.Wrong, session.Results.Count));
        Assert.Equal("failed operations: Wrong/1 (cpu): the answer is 41: not timed\n", progress.ToString());
    }

    [Fact]
    public void The_recorded_launches_of_an_operation_are_its_kernels_and_make_its_output_again()
    {
        using var device = new CpuDevice(2);
        var subject = new KernelSubject(CaseSource.Named("Conv2d/16-33 k3 s3 6x11"));
        Assert.Null(subject.Fault(device, new CaseChecks([device])));
        using Session session = subject.Open(device);
        Assert.NotEmpty(session.Kernels!);
        Assert.DoesNotContain(session.Kernels!, name => name.StartsWith("Pack", StringComparison.Ordinal));
    }

    [Fact]
    public void Neither_a_device_with_work_nor_an_idle_one_beside_it_keeps_more_processors_busy_than_the_threads_that_work()
    {
        using var idle = new CpuDevice(Environment.ProcessorCount);
        using var device = new CpuDevice(1);
        OperationCase work = CaseSource.Named("Conv2d/64-64@56 k3");
        using (Session warm = new OperationSubject(work).Open(idle)) warm.Measure(0.05);
        using Session session = new OperationSubject(work).Open(device);
        session.Measure(0.05);
        // The runtime compiles beside what runs when it likes: the least of a few counts.
        double busy = double.PositiveInfinity;
        for (int attempt = 0; attempt < 5; attempt++)
        {
            using Session measured = new OperationSubject(work).Open(device);
            measured.Measure(0.4);
            busy = Math.Min(busy, measured.Busy);
        }
        Assert.InRange(busy, 0.01, 1.4);
    }

    private sealed record WrongSubject() : Subject("operations", "Wrong/1")
    {
        public override string? Fault(Device device, CaseChecks checks) => "the answer is 41";

        public override Session Open(Device device) => throw new InvalidOperationException("it must not be opened");
    }
}
