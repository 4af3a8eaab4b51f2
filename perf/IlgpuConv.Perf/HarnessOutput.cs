using Spectre.Console;

namespace IlgpuConv.Perf;

/// <summary>Where a verb writes: its results, and what it has to say meanwhile.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and faults.</param>
internal sealed record HarnessOutput(TextWriter Out, TextWriter Error)
{
    /// <summary>The process's own streams.</summary>
    public static HarnessOutput OfProcess() => new(Console.Out, Console.Error);

    /// <summary>Writes a table; where there is no terminal to fit into, plain and as wide as asked for.</summary>
    public void Write(Table table, int width)
    {
        bool isTerminal = Out == Console.Out && !Console.IsOutputRedirected;
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(Out),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal) console.Profile.Width = width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
    }
}
