using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of operations on an input, a filter and a bias.</summary>
internal static class FilterCase
{
    /// <summary>A case; its second derivatives are checked unless it is only timed.</summary>
    /// <param name="name">The name.</param>
    /// <param name="x">The shape of the input.</param>
    /// <param name="weight">The shape of the filter.</param>
    /// <param name="bias">The shape of the bias.</param>
    /// <param name="call">The operation on input, filter and bias.</param>
    /// <param name="flops">Of the forward.</param>
    /// <param name="pitch">The pitch of the input, or 0.</param>
    /// <param name="isTimed">Whether the case is only timed.</param>
    public static OperationCase Of(
        string name, Shape x, Shape weight, Shape bias, Func<Tensor, Tensor, Tensor, Tensor> call, double flops = 0, int pitch = 0, bool isTimed = false) => new()
        {
            Name = name,
            Inputs =
            [
                CaseInput.Uniform("x", x, pitch: pitch),
                CaseInput.Uniform("weight", weight, weight.Rank > x.Rank ? MemoryOrder.PerSampleFilter : MemoryOrder.Filter),
                CaseInput.Uniform("bias", bias),
            ],
            Call = t => call(t[0], t[1], t[2]),
            Tolerance = ToleranceRule.Linear,
            Flops = flops,
            IsPerformanceOnly = isTimed,
        };
}
