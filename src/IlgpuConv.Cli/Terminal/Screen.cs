using Spectre.Console;

namespace IlgpuConv.Cli;

/// <summary>Where a verb writes: plain lines, or pictures and live progress when there is a terminal.</summary>
internal sealed class Screen
{
    public Screen(TextWriter output, TextWriter error, bool isTerminal, int width)
    {
        (Output, Error, IsTerminal) = (output, error, isTerminal);
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isTerminal ? InteractionSupport.Detect : InteractionSupport.No,
        });
        Console.Profile.Width = width;
        Console.Profile.Capabilities.Unicode = true;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    public bool IsTerminal { get; }

    public IAnsiConsole Console { get; }

    public static Screen OfProcess()
    {
        bool terminal = !System.Console.IsOutputRedirected;
        return new Screen(System.Console.Out, System.Console.Error, terminal, terminal ? Math.Max(60, System.Console.WindowWidth) : 100);
    }

    public void Line(string text = "") => Output.WriteLine(text);

    /// <summary>Writes a table without trailing spaces, so that redirected output stays clean.</summary>
    public void Table(Table table)
    {
        using StringWriter text = new();
        Screen plain = new(text, text, false, IsTerminal ? Console.Profile.Width : 120);
        (IsTerminal ? Console : plain.Console).Write(table);
        foreach (string line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            if (!IsTerminal) Output.WriteLine(line.TrimEnd());
        }
    }
}
