using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of convolutions that rectify their sums, with an end at 6 or without. Rounding may move a sum across 0, so gradients are compared elsewhere, bit by bit.</summary>
internal sealed class ConvActivationCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("Conv2d/3-18 k3 p1 relu 5x7", [2, 3, 5, 7], [18, 3, 3, 3], [18], (x, w, b) => x.Conv2d(w, b, padding: 1, activation: ConvActivation.Relu));
        yield return Case(
            "Conv2d/6-12 k3 multiplied relu 5x9", [1, 6, 5, 9], [12, 1, 3, 3], [12], (x, w, b) => x.Conv2d(w, b, groups: 6, activation: ConvActivation.Relu));
        yield return Case(
            "Conv2d/16-16 k3 g4 relu 5x9", [1, 16, 5, 9], [16, 4, 3, 3], [16], (x, w, b) => x.Conv2d(w, b, padding: 1, groups: 4, activation: ConvActivation.Relu));
        yield return Case(
            "Conv2d/7-7 k4 depthwise relu 5x9", [1, 7, 5, 9], [7, 1, 4, 4], [7], (x, w, b) => x.Conv2d(w, b, padding: 1, groups: 7, activation: ConvActivation.Relu));
        yield return Case("Conv1d/4-5 k3 relu w19", [1, 4, 19], [5, 4, 3], [5], (x, w, b) => x.Conv1d(w, b, activation: ConvActivation.Relu));
        yield return Case(
            "Conv2d/17-17 k3 depthwise relu 5x9", [1, 17, 5, 9], [17, 1, 3, 3], [17], (x, w, b) => x.Conv2d(w, b, groups: 17, activation: ConvActivation.Relu));
        yield return Case("Conv3d/2-3 k2 relu 3x3x4", [1, 2, 3, 3, 4], [3, 2, 2, 2, 2], [3], (x, w, b) => x.Conv3d(w, b, activation: ConvActivation.Relu));
        yield return Case(
            "ConvTranspose2d/4-5 k3 s2 relu 4x3", [1, 4, 4, 3], [4, 5, 3, 3], [5], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1, activation: ConvActivation.Relu));
        // Filters so large that some sums lie above 6.
        yield return Clipped("Conv2d/3-18 k3 p1 relu6 5x7", [2, 3, 5, 7], [18, 3, 3, 3], (x, w, b) => x.Conv2d(w, b, padding: 1, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/6-12 k3 multiplied relu6 5x9", [1, 6, 5, 9], [12, 1, 3, 3], (x, w, b) => x.Conv2d(w, b, groups: 6, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/16-16 k3 g4 relu6 5x9", [1, 16, 5, 9], [16, 4, 3, 3], (x, w, b) => x.Conv2d(w, b, padding: 1, groups: 4, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/17-17 k3 depthwise relu6 5x9", [1, 17, 5, 9], [17, 1, 3, 3], (x, w, b) => x.Conv2d(w, b, groups: 17, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/128-128 k3 depthwise relu6 9x6", [1, 128, 9, 6], [128, 1, 3, 3], (x, w, b) => x.Conv2d(w, b, groups: 128, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/256-256 k3 depthwise relu6 7x9", [1, 256, 7, 9], [256, 1, 3, 3], (x, w, b) => x.Conv2d(w, b, groups: 256, activation: ConvActivation.Relu6));
        yield return Clipped("Conv2d/3-3 k3 relu6 5x19", [1, 3, 5, 19], [3, 3, 3, 3], (x, w, b) => x.Conv2d(w, b, padding: 1, activation: ConvActivation.Relu6));
        yield return Clipped("ConvTranspose2d/4-5 k3 s2 relu6 4x3", [1, 4, 4, 3], [4, 5, 3, 3], (x, w, b) => x.ConvTranspose2d(w, b, 2, 1, 1, activation: ConvActivation.Relu6));
        yield return Timed("Conv2d/64-256@56 k1 relu inside", (x, w, b) => x.Conv2d(w, b, activation: ConvActivation.Relu));
        yield return Timed("Conv2d/64-256@56 k1 relu after", (x, w, b) => x.Conv2d(w, b).Relu());
        yield return FilterCase.Of("Conv2d/8-8@8 k1", [1, 8, 8, 8], [8, 8, 1, 1], [8], (x, w, b) => x.Conv2d(w, b), 2.0 * 8 * 8 * 8 * 8, isTimed: true);
    }

    private static OperationCase Case(string name, Shape x, Shape weight, Shape bias, Func<Tensor, Tensor, Tensor, Tensor> call) =>
        FilterCase.Of(name, x, weight, bias, call) with { DerivativeOrder = 0 };

    private static OperationCase Clipped(string name, Shape x, Shape weight, Func<Tensor, Tensor, Tensor, Tensor> call) =>
        FilterCase.Of(name, x, weight, [name.Contains("Transpose", StringComparison.Ordinal) ? weight[1] : weight[0]], (input, w, b) => call(input, w * 12, b))
            with { DerivativeOrder = 0, Tolerance = ToleranceRule.Rounding };

    private static OperationCase Timed(string name, Func<Tensor, Tensor, Tensor, Tensor> call) =>
        FilterCase.Of(name, [1, 64, 56, 56], [256, 64, 1, 1], [256], call, 2.0 * 56 * 56 * 64 * 256, isTimed: true);
}
