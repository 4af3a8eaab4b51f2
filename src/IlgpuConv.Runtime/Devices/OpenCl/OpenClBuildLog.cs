using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IlgpuConv.Runtime;

/// <summary>The log of a build that failed, made readable: the lines of the text that it names, and the log itself.</summary>
internal static partial class OpenClBuildLog
{
    private const int MostLines = 8;

    /// <summary>The message of a failed build.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="code">What the driver returned.</param>
    /// <param name="device">The device.</param>
    /// <param name="source">The whole text that was compiled.</param>
    /// <param name="log">What the driver wrote.</param>
    public static string Message(string kernel, int code, string device, string source, string log)
    {
        string[] lines = source.Split('\n');
        var message = new StringBuilder();
        message.Append(
            $"[opencl] the driver must compile a kernel. Got {OpenClErrors.Text(code)} from clBuildProgram for {kernel} on {device}.");
        foreach (int line in LinesNamed(log).Where(line => line >= 1 && line <= lines.Length).Distinct().Take(MostLines))
            message.Append(CultureInfo.InvariantCulture, $"\n  line {line}: {lines[line - 1].Trim()}");
        message.Append("\nThe driver's log:\n").Append(string.IsNullOrWhiteSpace(log) ? "(empty)" : log.Trim());
        return message.ToString();
    }

    /// <summary>The numbers of the lines with an error, in the forms that drivers write.</summary>
    private static IEnumerable<int> LinesNamed(string log) =>
        Place().Matches(log).Select(match => int.Parse(match.Groups["line"].ValueSpan, CultureInfo.InvariantCulture));

    // "file:LINE:COLUMN: error: text", "error: file:LINE:COLUMN: text", "file", line LINE: error: text
    [GeneratedRegex(
        @"(?<line>\d{1,8})[:,]\d+\)?: *(fatal )?error|error: [^\n]*?:(?<line>\d{1,8}):\d+: |line (?<line>\d{1,8}): *error",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
