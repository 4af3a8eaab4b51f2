using System.Runtime.InteropServices;

namespace IlgpuConv.IO;

/// <summary>What a stored measurement says of the machine it was made on.</summary>
internal static class MachineName
{
    /// <summary>The processor and the number of processors, such as <c>AMD EPYC, 2 processors</c>.</summary>
    public static string Current { get; } = $"{Processor()}, {Environment.ProcessorCount} processors";

    private static string Processor()
    {
        const string List = "/proc/cpuinfo";
        string? line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line is not null ? line[(line.IndexOf(':') + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
