using System.Diagnostics;
using System.Text.RegularExpressions;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>Every emitted kernel of the library is small, and the JIT optimises it fully.</summary>
public partial class JitTests
{
    private const int MostBytes = 20 * 1024;

    [Fact]
    public void Every_emitted_kernel_is_under_20_KB_of_IL()
    {
        Assert.NotEmpty(EmittedMethods.All);
        string[] large = [.. EmittedMethods.All.Select(m => (Name: $"{m.DeclaringType}.{m.Name}", Bytes: m.GetMethodBody()!.GetILAsByteArray()!.Length))
            .Where(m => m.Bytes >= MostBytes).Select(m => $"{m.Name}: {m.Bytes} bytes")];
        Assert.True(large.Length == 0, string.Join("\n", large));
    }

    [Fact]
    public async Task Every_emitted_kernel_is_fully_optimised()
    {
        string summary = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo(Host(), ["exec", typeof(JitTests).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.Environment["DOTNET_JitStdOutFile"] = summary;
            start.Environment["DOTNET_JitDisasmSummary"] = "1";
            using Process child = Process.Start(start)!;
            Task<string> output = child.StandardOutput.ReadToEndAsync(), error = child.StandardError.ReadToEndAsync();
            await child.WaitForExitAsync();
            Assert.True(child.ExitCode == 0, await output + await error);

            // "  12: JIT compiled IlgpuConv.Ops.ReluKernelsLaunch+ForwardCode:Vectors16(ulong,ulong) [FullOpts, IL size=300, code size=700]"
            string[] lines = [.. (await File.ReadAllLinesAsync(summary)).Where(l => Emitted().IsMatch(l))];
            Assert.Equal($"{EmittedMethods.All.Count()} methods", (await output).Trim());
            Assert.Equal(EmittedMethods.All.Count(), lines.Length);
            Assert.DoesNotContain(lines, l => !l.Contains("[FullOpts,", StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(summary);
        }
    }

    [GeneratedRegex(@"JIT compiled IlgpuConv\.\S*Launch\S*:Vectors(16|8|4)\(")]
    private static partial Regex Emitted();

    private static string Host()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return Path.GetFileName(Environment.ProcessPath) == name
            ? Environment.ProcessPath!
            : Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
    }
}
