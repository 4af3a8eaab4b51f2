namespace IlgpuConv.Cli;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Everything was done.</summary>
    public const int Done = 0;

    /// <summary>The work was begun and failed: a check, a damaged file, memory.</summary>
    public const int Failed = 1;

    /// <summary>What was typed cannot be used: a verb, an option, a name, a path.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C or SIGTERM: the batch was finished and saved.</summary>
    public const int Interrupted = 130;
}
