using BenchmarkDotNet.Attributes;

namespace IlgpuConv.Perf;

/// <summary>The benchmark that BenchmarkDotNet runs: one of the subjects that the verb chose.</summary>
public class SubjectBenchmark
{
    private Session? _session;

    /// <summary>The subjects; set before a run.</summary>
    public static IReadOnlyList<BenchSubject> Subjects { get; set; } = [];

    /// <summary>What is timed.</summary>
    [ParamsSource(nameof(Subjects))]
    public BenchSubject Subject { get; set; } = null!;

    [GlobalSetup]
    public void Open()
    {
        _session = Subject.Subject.Open(Subject.Probe.Device);
        Subject.TurnProbe(_session);
    }

    [GlobalCleanup]
    public void Close()
    {
        Subject.TurnProbe(_session!);
        _session!.Dispose();
    }

    [Benchmark]
    public void Run() => _session!.Run();
}
