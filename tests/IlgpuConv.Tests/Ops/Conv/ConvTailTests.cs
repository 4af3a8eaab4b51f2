using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Ops;

/// <summary>Every length up to twice the widest vector, as channels and as positions, forward and gradients, on <c>cpu</c> in float.</summary>
public class ConvTailTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 33)];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Output_channels(int n) => Check([1, 3, 4, 5], [n, 3, 3, 3], [n], (x, w, b) => x.Conv2d(w, b, padding: 1));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Input_channels(int n) => Check([1, n, 4, 5], [3, n, 3, 3], [3], (x, w, b) => x.Conv2d(w, b, padding: 1));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Positions(int n) => Check([2, 3, n], [5, 3, 3], [5], (x, w, b) => x.Conv1d(w, b, padding: 1));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Pointwise(int n) => Check([1, n, 3, n], [n, n, 1, 1], [n], (x, w, b) => x.Conv2d(w, b));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Depthwise(int n) => Check([1, n, 3, n], [2 * n, 1, 3, 3], [2 * n], (x, w, b) => x.Conv2d(w, b, padding: 1, groups: n));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Groups(int n) => Check([1, 2 * n, 3, 4], [3 * n, 2, 3, 3], [3 * n], (x, w, b) => x.Conv2d(w, b, padding: 1, groups: n));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Transposed(int n) => Check([1, 3, 3, n], [3, n, 3, 3], [n], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Volumes(int n) => Check([1, 2, 2, 3, n], [n, 2, 2, 2, 3], [n], (x, w, b) => x.Conv3d(w, b, padding: 1));

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Reflected(int n) => Check([1, n, 3, 4], [2, n, 3, 3], [2], (x, w, b) => x.Conv2d(w, b, padding: 1, paddingMode: PaddingMode.Reflect));

    private static void Check(Shape x, Shape weight, Shape bias, Func<Tensor, Tensor, Tensor, Tensor> call)
    {
        var subject = new OperationCase
        {
            Name = $"Tail/{x} {weight}",
            Inputs = [CaseInput.Uniform("x", x), CaseInput.Uniform("weight", weight, MemoryOrder.Filter), CaseInput.Uniform("bias", bias)],
            Call = t => call(t[0], t[1], t[2]),
            Tolerance = ToleranceRule.Linear,
        };
        CaseResult result = DeviceCheck.Run(subject, Devices.Get("cpu"));
        Assert.True(result.Outcome == CaseOutcome.Passed, result.ToString());
    }
}
