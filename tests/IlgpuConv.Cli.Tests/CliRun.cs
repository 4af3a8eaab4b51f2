namespace IlgpuConv.Cli.Tests;

/// <summary>One run of the command line inside this process, with the output redirected unless stated.</summary>
internal sealed record CliRun(int Code, string Output, string Error)
{
    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    public static CliRun Of(params string[] args) => Of(CancellationToken.None, args);

    public static CliRun Of(CancellationToken stop, params string[] args) => On(isTerminal: false, stop, args);

    /// <summary>A run that takes its output for a terminal.</summary>
    public static CliRun OnTerminal(params string[] args) => On(isTerminal: true, CancellationToken.None, args);

    private static CliRun On(bool isTerminal, CancellationToken stop, string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = Application.Run(args, new Screen(output, error, isTerminal, width: 100), stop);
        return new CliRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the run ended with one line on the error stream and no other output.</summary>
    public void Refused(int code, string line)
    {
        Assert.Equal(($"ilgpuconv: {line}\n", "", code), (Error, Output, Code));
    }
}
