using System.Diagnostics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime.Tests.Widths;

/// <summary>The vector forms of every width again, in a process that has no wider instructions and says so.</summary>
public sealed class WidthTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512", 256)]
    [InlineData("DOTNET_EnableAVX2", 128)]
    [InlineData("DOTNET_EnableHWIntrinsic", 128)]
    public async Task Narrower_machines_give_the_same(string off, int bits)
    {
        int lanes = Math.Min(bits, Avx2.IsSupported ? 256 : 128) / 32;
        var start = new ProcessStartInfo(DotnetHost(), ["exec", typeof(WidthTests).Assembly.Location, $"{lanes}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[off] = "0";
        using Process child = Process.Start(start)!;
        Task<string> output = child.StandardOutput.ReadToEndAsync(), error = child.StandardError.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.True(child.ExitCode == 0, await output + await error);
        Assert.Contains($"{lanes} lanes: ", await output);
    }

    /// <summary>The <c>dotnet</c> that runs this test; beside its runtime where the test host is a program of its own.</summary>
    private static string DotnetHost()
    {
        string name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        if (Path.GetFileName(Environment.ProcessPath) == name) return Environment.ProcessPath!;
        return Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
    }
}
