using IlgpuConv.Runtime;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Verification;

/// <summary>Every case of every operation: the cpu against the reference in both types, and gradients against finite differences.</summary>
public class CaseTests
{
    public static TheoryData<string> Names => [.. CaseSource.All.Where(c => !c.IsPerformanceOnly).Select(c => c.Name)];

    public static TheoryData<string> Differentiable =>
        [.. CaseSource.All.Where(c => !c.IsPerformanceOnly && c.DerivativeOrder > 0).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cpu_agrees_with_the_reference(string name) => Verify(name, ElementType.Float32);

    [Theory]
    [MemberData(nameof(Names))]
    public void Cpu_agrees_with_the_reference_in_double(string name) => Verify(name, ElementType.Float64);

    [Theory]
    [MemberData(nameof(Differentiable))]
    public void Gradients_agree_with_finite_differences(string name)
    {
        CaseResult result = GradientCheck.Run(CaseSource.Named(name));
        Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
    }

    private static void Verify(string name, ElementType type)
    {
        CaseResult result = DeviceCheck.Run(CaseSource.Named(name), Devices.Get("cpu"), type);
        Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
    }
}
