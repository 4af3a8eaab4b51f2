using IlgpuConv.Runtime;
using IlgpuConv.Runtime.Tests;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Verification;

/// <summary>Every case of every operation, forward and gradients, on the first OpenCL device as it is opened by default.</summary>
public class OpenClCaseTests
{
    public static TheoryData<string> Names => CaseTests.Names;

    [OpenClTheory]
    [MemberData(nameof(Names))]
    public void OpenCl_agrees_with_the_reference(string name) => Verify(name, "opencl:0", ElementType.Float32);

    [OpenClTheory]
    [MemberData(nameof(Names))]
    public void OpenCl_agrees_with_the_reference_in_double(string name) => Verify(name, "opencl:0", ElementType.Float64);

    internal static void Verify(string name, string device, ElementType type)
    {
        CaseResult result = DeviceCheck.Run(CaseSource.Named(name), Devices.Get(device), type);
        Assert.True(result.Outcome == CaseOutcome.Passed || (result.Outcome == CaseOutcome.Skipped && type == ElementType.Float64), result.ToString());
    }
}
