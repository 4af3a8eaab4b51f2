using System.Reflection;
using CommandLine;
using CommandLine.Text;

namespace IlgpuConv.Cli;

/// <summary>Says what is wrong with a command line, or prints the help that was asked for.</summary>
internal static class Usage
{
    private static readonly string[] s_verbs = [.. Application.Verbs.Select(type => type.GetCustomAttribute<VerbAttribute>()!.Name)];

    public static int Explain(ParserResult<object> result, Error[] errors, string[] args, Screen screen)
    {
        if (errors.Any(error => error is VersionRequestedError))
        {
            screen.Line($"ilgpuconv {Version}");
            return ExitCode.Done;
        }

        if (errors.Any(error => error is HelpRequestedError or HelpVerbRequestedError))
        {
            screen.Line(Help(result).Trim());
            return ExitCode.Done;
        }

        if (errors.Any(error => error is NoVerbSelectedError))
        {
            screen.Error.WriteLine(Help(result).Trim());
            return ExitCode.Usage;
        }

        throw new UsageException(string.Join(" ", Array.ConvertAll(errors, error => Describe(error, result, args))));
    }

    /// <summary>Refuses an option without its value, which the parser passes over where the option may be left out.</summary>
    public static void CheckValues(string[] args)
    {
        Type? verb = Array.Find(Application.Verbs, type => args.Length > 0 && type.GetCustomAttribute<VerbAttribute>()!.Name == args[0]);
        foreach (PropertyInfo property in verb?.GetProperties() ?? [])
        {
            if (property.GetCustomAttribute<OptionAttribute>() is not { } option || property.PropertyType == typeof(bool)) continue;
            int at = Array.IndexOf(args, $"--{option.LongName}");
            if (at >= 0 && (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new UsageException($"--{option.LongName} needs a value. {option.HelpText}");
        }
    }

    /// <summary>The verb, unless words were typed that it does not take.</summary>
    public static Verb Checked(Verb verb)
    {
        string name = verb.GetType().GetCustomAttribute<VerbAttribute>()!.Name;
        return verb.Rest.FirstOrDefault() is { } word ? throw new UsageException($"{name} takes no '{word}'. 'ilgpuconv {name} --help' names what it takes.") : verb;
    }

    private static string Version => typeof(Usage).Assembly.GetName().Version!.ToString(3);

    private static string Help(ParserResult<object> result) => HelpText.AutoBuild(
        result,
        help =>
        {
            help.Heading = $"ilgpuconv {Version}: every convolution, forward and backward, on any device";
            help.Copyright = "";
            help.AdditionalNewLineAfterOption = false;
            help.AddNewLineBetweenHelpSections = true;
            help.MaximumDisplayWidth = 100;
            if (result.TypeInfo.Current.GetCustomAttribute<VerbAttribute>() is { } verb) help.AddPreOptionsLine($"\n{verb.Name}: {verb.HelpText}");
            return help;
        },
        example => example,
        verbsIndex: result.TypeInfo.Current == typeof(NullInstance),
        maxDisplayWidth: 100);

    private static string Describe(Error error, ParserResult<object> result, string[] args) => error switch
    {
        BadVerbSelectedError wrong => $"unknown verb '{wrong.Token}'. {Suggestion.For(wrong.Token, s_verbs)}",
        UnknownOptionError wrong => UnknownOption(wrong.Token, result, args),
        BadFormatConversionError wrong =>
            $"--{wrong.NameInfo.LongName} does not take '{Typed(wrong.NameInfo.LongName, args)}'. {Meaning(wrong.NameInfo, result)}",
        RepeatedOptionError wrong => $"--{wrong.NameInfo.LongName} is given twice.",
        _ => $"the command line cannot be read ({error.Tag}).",
    };

    private static string UnknownOption(string token, ParserResult<object> result, string[] args)
    {
        string[] known = [.. Options(result).Select(option => $"--{option.LongName}")];
        string typed = args.FirstOrDefault(arg => arg.TrimStart('-').Split('=')[0] == token)?.Split('=')[0] ?? token;
        return $"unknown option '{typed}'. " + (known.Length == 0 ? "This verb takes none." : Suggestion.For(typed, known));
    }

    private static string Meaning(NameInfo name, ParserResult<object> result) =>
        Options(result).FirstOrDefault(option => option.LongName == name.LongName)?.HelpText ?? "";

    private static IEnumerable<OptionAttribute> Options(ParserResult<object> result) =>
        result.TypeInfo.Current.GetProperties().Select(property => property.GetCustomAttribute<OptionAttribute>()!).Where(option => option is not null);

    private static string Typed(string option, string[] args)
    {
        int at = Array.FindIndex(args, arg => arg == $"--{option}" || arg.StartsWith($"--{option}=", StringComparison.Ordinal));
        return at < 0 ? "" : args[at].Contains('=') ? args[at].Split('=', 2)[1] : at + 1 < args.Length ? args[at + 1] : "";
    }
}
