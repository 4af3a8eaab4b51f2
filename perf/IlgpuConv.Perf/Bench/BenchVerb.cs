using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;
using CommandLine;
using IlgpuConv.Runtime;
using Perfolizer.Horology;

namespace IlgpuConv.Perf;

[Verb("bench", HelpText = "Time the same rungs with BenchmarkDotNet, in this process: what a call costs a program, allocations included.")]
internal sealed class BenchVerb
{
    [Option("rung", Separator = ',', MetaValue = "NAME,NAME", HelpText = "kernels, compiled, operations, layers, networks, several with commas; operations by default.")]
    public IEnumerable<string> Rungs { get; set; } = [];

    [Option("filter", MetaValue = "PREFIX", HelpText = "Only what has a name that begins so, such as Conv2d.")]
    public string? Filter { get; set; }

    [Option("device", Default = "cpu", HelpText = "The device; several with commas; `all` for every one but reference.")]
    public string DeviceNames { get; set; } = "cpu";

    [Option("threads", Separator = ',', MetaValue = "N,N", HelpText = "Worker threads of the cpu device. All processors by default.")]
    public IEnumerable<int> Threads { get; set; } = [];

    [Option("iterations", Default = 10, HelpText = "Iterations that count; each is a sample.")]
    public int Iterations { get; set; }

    [Option("milliseconds", Default = 50.0, HelpText = "How long an iteration takes.")]
    public double Milliseconds { get; set; }

    [Option("all", HelpText = "Time the small cases too, which exist for checking.")]
    public bool All { get; set; }

    [Option("json", MetaValue = "FILE", HelpText = "Write the samples as JSON, which `compare` reads.")]
    public string? Json { get; set; }

    [Option("artifacts", MetaValue = "FOLDER", HelpText = "Where BenchmarkDotNet leaves its own files; a temporary folder that is deleted, by default.")]
    public string? Artifacts { get; set; }

    [Option("verbose", HelpText = "Show what BenchmarkDotNet says.")]
    public bool Verbose { get; set; }

    public int Run(HarnessOutput output)
    {
        List<Device> devices = [];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("ilgpuconv-bench");
        try
        {
            if (Iterations < 3 || !(Milliseconds > 0))
                throw new ArgumentException($"[bench] --iterations must be at least 3 and --milliseconds above 0. Got {Iterations} and {Milliseconds}.");
            List<Subject> subjects = RunVerb.Subjects(Rungs, Filter, All);
            devices.AddRange(HarnessDevices.Open(DeviceNames, Threads, output.Error));
            DeviceProbe[] probes = [.. devices.Select(device => new DeviceProbe(device))];
            var check = new RunSession(devices, 1, 1, output.Error);
            SubjectBenchmark.Subjects = [.. from subject in subjects from probe in probes where check.IsRight(subject, probe.Device) select new BenchSubject(subject, probe)];
            List<PerfResult> results = SubjectBenchmark.Subjects.Count == 0 ? [] : Measure(output, Artifacts ?? folder.FullName);
            PerfDevice[] described = [.. probes.Where(_ => results.Count > 0).Select(probe => probe.Describe())];
            Array.ForEach(probes, probe => probe.Dispose());
            RunTable.Print(output, described, results);
            if (Json is not null) PerfFile.Of("bench", described, results).Save(Json);
            return check.Wrong == 0 && results.Count == SubjectBenchmark.Subjects.Count ? 0 : 1;
        }
        catch (Exception fault) when (fault is ArgumentException or IOException or UnauthorizedAccessException)
        {
            output.Error.WriteLine(fault.Message);
            return 2;
        }
        finally
        {
            devices.ForEach(device => device.Dispose());
            folder.Delete(recursive: true);
        }
    }

    private List<PerfResult> Measure(HarnessOutput output, string artifacts)
    {
        // In this process: a build of its own for every case would need a project file, the sources, and minutes.
        Job job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithStrategy(RunStrategy.Throughput).WithLaunchCount(1)
            .WithWarmupCount(2).WithIterationCount(Iterations).WithIterationTime(TimeInterval.FromMilliseconds(Milliseconds))
            .WithMinIterationCount(1).WithEvaluateOverhead(false);
        ManualConfig config = ManualConfig.CreateEmpty().AddJob(job).AddDiagnoser(MemoryDiagnoser.Default).AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(Verbose ? new TextLogger(output.Error) : NullLogger.Instance).WithArtifactsPath(artifacts)
            .WithOptions(ConfigOptions.DisableOptimizationsValidator | ConfigOptions.DisableLogFile);
        var results = new List<PerfResult>();
        foreach (BenchmarkReport report in BenchmarkRunner.Run<SubjectBenchmark>(config).Reports)
        {
            var bench = (BenchSubject)report.BenchmarkCase.Parameters.Items.Single().Value;
            double[] samples =
            [
                .. report.AllMeasurements.Where(m => m.IterationMode == IterationMode.Workload && m.IterationStage == IterationStage.Result)
                    .Select(m => m.Nanoseconds / m.Operations * 1e-9),
            ];
            if (samples.Length == 0)
            {
                output.Error.WriteLine($"failed {bench}: BenchmarkDotNet has no result; --verbose shows why");
                continue;
            }
            Device device = bench.Probe.Device;
            results.Add(new PerfResult(bench.Subject.Rung, bench.Subject.Name, device.Id, device.Capabilities.Threads, "s", samples)
            {
                Flops = bench.Flops, Bytes = bench.Bytes, Images = bench.Subject.Images, PeakGigaFlops = bench.Probe.LastPeak(2),
                CopyGigaBytes = bench.Copies.Count > 0 ? Statistics.Median(bench.Copies) : 0, Allocated = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase),
            });
        }
        return results;
    }
}
