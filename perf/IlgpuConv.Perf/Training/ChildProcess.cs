using System.Diagnostics;

namespace IlgpuConv.Perf;

/// <summary>Measurements that need a process of their own.</summary>
internal static class ChildProcess
{
    /// <summary>The arguments that run this program again: with the name of its assembly where it was started by <c>dotnet</c>.</summary>
    public static IEnumerable<string> Arguments(params IEnumerable<string> arguments) =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments;

    /// <summary>Runs a program to its end; the last line that it wrote, or null where it could not be run or failed.</summary>
    public static string? LastLine(string file, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The BLAS of some distributions takes a slow kernel on processors it does not know.
        start.Environment.TryAdd("OPENBLAS_CORETYPE", "SkylakeX");
        try
        {
            using Process process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            string text = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? text.TrimEnd().Split('\n')[^1] : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>The most memory of this process that was resident so far, in bytes.</summary>
    public static long PeakResident()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
