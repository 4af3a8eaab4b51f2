namespace IlgpuConv.Cli;

/// <summary>A verb of the command line: its options as properties, and what it does.</summary>
internal abstract class Verb
{
    /// <summary>Does the work and returns the exit code.</summary>
    public abstract int Run(Screen screen, CancellationToken stop);
}
