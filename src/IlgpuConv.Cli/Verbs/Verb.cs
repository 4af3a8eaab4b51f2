using CommandLine;

namespace IlgpuConv.Cli;

/// <summary>A verb of the command line: its options as properties, and what it does.</summary>
internal abstract class Verb
{
    /// <summary>What was typed beyond options and what the verb takes: nothing, or it is refused.</summary>
    [Value(1, Hidden = true)]
    public IEnumerable<string> Rest { get; set; } = [];

    /// <summary>Does the work and returns the exit code.</summary>
    public abstract int Run(Screen screen, CancellationToken stop);
}
