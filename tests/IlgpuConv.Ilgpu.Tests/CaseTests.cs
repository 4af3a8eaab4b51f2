using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Ilgpu.Tests;

/// <summary>Every case of every operation, forward and gradients, on <c>ilgpu-cpu</c> against <c>reference</c>.</summary>
public class CaseTests
{
    public static TheoryData<string> Names => [.. CaseSource.All.Where(c => !c.IsPerformanceOnly).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Ilgpu_agrees_with_the_reference(string name) => Verify(name, ElementType.Float32);

    [Theory]
    [MemberData(nameof(Names))]
    public void Ilgpu_agrees_with_the_reference_in_double(string name) => Verify(name, ElementType.Float64);

    private static void Verify(string name, ElementType type)
    {
        IlgpuDevices.Register();
        CaseResult result = DeviceCheck.Run(CaseSource.Named(name), Devices.Get("ilgpu-cpu"), type);
        Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
    }
}
