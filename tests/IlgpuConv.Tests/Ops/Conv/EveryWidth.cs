using IlgpuConv.Runtime;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Ops;

/// <summary>Forward and gradients of a convolution beside the reference, with vectors of 4, 8 and 16 lanes.</summary>
internal static class EveryWidth
{
    public static void Check(Shape x, Shape weight, Shape bias, Func<Tensor, Tensor, Tensor, Tensor> call)
    {
        var subject = new OperationCase
        {
            Name = $"Widths/{x} {weight}",
            Inputs =
            [
                CaseInput.Uniform("x", x), CaseInput.Uniform("weight", weight, weight.Rank > x.Rank ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter),
                CaseInput.Uniform("bias", bias),
            ],
            Call = t => call(t[0], t[1], t[2]),
            Tolerance = ToleranceRule.Linear,
        };
        foreach (int bits in (int[])[128, 256, 512])
        {
            using var device = new CpuDevice(2, bits);
            CaseResult result = DeviceCheck.Run(subject, device);
            Assert.True(result.Outcome == CaseOutcome.Passed, $"{bits} bits: {result}");
        }
    }
}
