using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Verification;

/// <summary>The check for the same bits on every run.</summary>
public class RepeatTests
{
    [Fact]
    public void Equal_runs_pass()
    {
        CaseResult result = RepeatCheck.Run(CaseSource.All.First(c => c.Name.StartsWith("Linear/", StringComparison.Ordinal)), Devices.Get("cpu"), 20);
        Assert.Equal((CaseOutcome.Passed, "the same bits"), (result.Outcome, result.Message));
    }

    [Fact]
    public void A_run_that_differs_is_named()
    {
        int runs = 0;
        var subject = new OperationCase
        {
            Name = "Broken/4",
            Inputs = [CaseInput.Uniform("x", new Shape(4), MemoryOrder.RowMajor)],
            Call = inputs => inputs[0] * (++runs < 3 ? 1 : 2),
            DerivativeOrder = 0,
        };
        CaseResult result = RepeatCheck.Run(subject, Devices.Get("cpu"), 5);
        Assert.Equal(CaseOutcome.Failed, result.Outcome);
        Assert.Matches(@"^run 3: output\[0\] is -?[0-9.E-]+, and -?[0-9.E-]+ in the first$", result.Message);
        Assert.StartsWith(
            "[verification] at least 2 runs can be compared. Got 1.",
            Assert.Throws<ArgumentOutOfRangeException>(() => RepeatCheck.Run(subject, Devices.Get("cpu"), 1)).Message);
    }
}
