using CommandLine;

namespace IlgpuConv.Perf;

/// <summary>Reads the command line of the harness and runs a verb.</summary>
internal static class Harness
{
    /// <summary>Exit code 0: done; 1: something is wrong or slower; 2: what was typed or a file cannot be used.</summary>
    public static int Run(string[] args, HarnessOutput output)
    {
        using var parser = new Parser(settings =>
        {
            settings.HelpWriter = output.Out;
            settings.CaseInsensitiveEnumValues = true;
        });
        return parser.ParseArguments<RunVerb, BenchVerb, CompareVerb, PeersVerb, PeakVerb, ProfileVerb, MemoryVerb, StartVerb>(args).MapResult(
            (RunVerb run) => run.Run(output),
            (BenchVerb bench) => bench.Run(output),
            (CompareVerb compare) => compare.Run(output),
            (PeersVerb peers) => peers.Run(),
            (PeakVerb peak) => peak.Run(output),
            (ProfileVerb profile) => profile.Run(output),
            (MemoryVerb memory) => memory.Run(output),
            (StartVerb start) => start.Run(output),
            errors => errors.IsHelp() || errors.IsVersion() ? 0 : 2);
    }
}
