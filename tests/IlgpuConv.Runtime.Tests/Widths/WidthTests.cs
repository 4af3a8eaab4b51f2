using System.Runtime.Intrinsics.X86;
using IlgpuConv.Runtime.Tests.Conformance;

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
        string output = await ChildProcess.Run(["widths", $"{lanes}"], (off, "0"));
        Assert.Contains($"{lanes} lanes: ", output);
    }

    /// <summary>The child process: asserts that vectors have the width that was asked for, and runs the tests that depend on it.</summary>
    internal static int RunWith(int asked)
    {
        using var device = new CpuDevice(1);
        int lanes = device.Capabilities.Lanes;
        if (lanes != asked)
        {
            Console.WriteLine($"asked for {asked} lanes, got {lanes}");
            return 1;
        }
        Console.Write($"{lanes} lanes: ");
        return TestRun.Of(
            nameof(CpuConformance), nameof(LaneMath4Tests), nameof(LaneMath8Tests), nameof(LaneMath16Tests), nameof(LaneMemory4Tests),
            nameof(LaneMemory8Tests), nameof(LaneMemory16Tests));
    }
}
