[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace IlgpuConv.Perf.Tests;

/// <summary>One run of the harness inside this process.</summary>
internal sealed record HarnessRun(int Code, string Output, string Error)
{
    public static HarnessRun Of(params string[] args)
    {
        using StringWriter output = new(), error = new();
        int code = Harness.Run(args, new HarnessOutput(output, error));
        return new HarnessRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that the run ended with one line on the error stream and no other output.</summary>
    public void Refused(string line) => Assert.Equal(($"{line}\n", "", 2), (Error, Output, Code));
}
