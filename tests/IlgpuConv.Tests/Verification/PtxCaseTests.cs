using IlgpuConv.PtxMachine;
using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Verification;

/// <summary>Every case of every operation, forward and gradients, as PTX that is interpreted behind a CUDA driver of the tests.</summary>
public class PtxCaseTests
{
    public static TheoryData<string> Names => CaseTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Ptx_agrees_with_the_reference(string name) => Verify(name, ElementType.Float32);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ptx_agrees_with_the_reference_in_double(string name) => Verify(name, ElementType.Float64);

    private static void Verify(string name, ElementType type)
    {
        // A device each: a kernel that fails ends its device.
        var machine = new FakeMachine();
        using CudaDevice device = FakeCuda.Open(machine: machine);
        CaseResult result = DeviceCheck.Run(CaseSource.Named(name), device, type);
        Assert.True(result.Outcome == CaseOutcome.Passed, $"{result} {machine.Fault}");
    }
}
