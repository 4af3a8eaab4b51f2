using CommandLine;
using IlgpuConv.IO;
using IlgpuConv.Runtime;

namespace IlgpuConv.Cli;

/// <summary>Reads the command line, runs the verb, and turns every failure into one line and an exit code.</summary>
internal static class Application
{
    /// <summary>The verbs in the order of the help.</summary>
    internal static readonly Type[] Verbs =
    [
        typeof(TrainVerb), typeof(EvalVerb), typeof(PredictVerb), typeof(StudyVerb), typeof(InfoVerb), typeof(AnalyzeVerb), typeof(ViewVerb), typeof(SearchDilationVerb), typeof(FilterVerb),
        typeof(VerifyVerb), typeof(TuneVerb), typeof(DevicesVerb),
    ];

    public static int Run(string[] args, Screen screen, CancellationToken stop)
    {
        try
        {
            using Parser parser = new(settings =>
            {
                settings.HelpWriter = null;
                settings.CaseInsensitiveEnumValues = true;
            });
            // `help train` is `train --help`.
            args = args is ["help", .. var rest] ? [.. rest, "--help"] : args;
            Usage.CheckValues(args);
            ParserResult<object> result = parser.ParseArguments(args, Verbs);
            return result.MapResult(verb => Usage.Checked((Verb)verb).Run(screen, stop), errors => Usage.Explain(result, [.. errors], args, screen));
        }
        catch (UsageException wrong)
        {
            return Fail(screen, wrong.Message, ExitCode.Usage);
        }
        catch (Exception failure) when (failure is ArgumentException or FileNotFoundException or DirectoryNotFoundException)
        {
            return Fail(screen, failure.Message, ExitCode.Usage);
        }
        catch (Exception failure) when (failure is BadFileException or IOException or UnauthorizedAccessException or DeviceMemoryException or NotFiniteNumberException)
        {
            return Fail(screen, failure.Message, ExitCode.Failed);
        }
        catch (Exception fault)
        {
            // A fault of ours: the whole text is what a report needs.
            return Fail(screen, $"a fault in IlgpuConv; please report it.\n{fault}", ExitCode.Failed);
        }
    }

    private static int Fail(Screen screen, string message, int code)
    {
        screen.Error.WriteLine($"ilgpuconv: {message}");
        return code;
    }
}
