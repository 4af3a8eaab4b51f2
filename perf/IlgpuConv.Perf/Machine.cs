using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Perf;

/// <summary>What a stored figure says of the machine it was measured on.</summary>
internal static class Machine
{
    /// <summary>Processor, number of processors, vectors, runtime.</summary>
    public static string Name => $"{Processor}, {Environment.ProcessorCount} processors, {Vectors}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>The commit that the harness was built from, where the build knew it.</summary>
    public static string Commit =>
        typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    private static string Vectors => Avx512F.IsSupported ? "AVX-512" : Avx2.IsSupported ? "AVX2" : "128-bit vectors";

    private static string Processor
    {
        get
        {
            const string List = "/proc/cpuinfo";
            string? line = File.Exists(List) ? File.ReadLines(List).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) : null;
            return line is null ? RuntimeInformation.ProcessArchitecture.ToString() : line[(line.IndexOf(':') + 1)..].Trim();
        }
    }
}
