using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of kernels fused for each output channel: both evaluations, and the layer.</summary>
internal sealed class DyNetCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        foreach (MixtureEvaluation evaluation in (MixtureEvaluation[])[MixtureEvaluation.MixFilters, MixtureEvaluation.MixOutputs])
        {
            yield return Fused("t3 4-5 k3 p1 6x5 n2", evaluation, [2, 4, 6, 5], [3, 5, 4, 3, 3], padding: 1);
            yield return Fused("t2 4-6 k3 s2 g2 5x6 n2", evaluation, [2, 4, 5, 6], [2, 6, 2, 3, 3], stride: 2, groups: 2);
            yield return Fused("t2 3-4 k1 n0", evaluation, [0, 3, 4, 4], [2, 4, 3, 1, 1]);
        }
        yield return Layer("t6 4-5 k3 p1 7x6 n2", [2, 4, 7, 6], g => new DyNetConv2d(4, 5, 3, padding: 1, hasBias: true, generator: g));
        yield return Layer("t2 4-4 k3 depthwise n2", [2, 4, 5, 6], g => new DyNetConv2d(4, 4, 3, groups: 4, options: new DyNetOptions { Kernels = 2 }, generator: g));
        yield return Layer("t6 64-64 k3 p1 28x28 n8", [8, 64, 28, 28], g => new DyNetConv2d(64, 64, 3, padding: 1, generator: g)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Fused(string sizes, MixtureEvaluation evaluation, Shape x, Shape weight, int stride = 1, int padding = 0, int groups = 1) => new()
    {
        Name = $"FusedConv2d/{evaluation} {sizes}",
        Inputs =
        [
            CaseInput.Uniform("x", x),
            CaseInput.Uniform("coefficients", [x[0], weight[0], weight[1]], MemoryOrder.RowMajor),
            CaseInput.Uniform("weight", weight, MemoryOrder.PerSampleFilter),
            CaseInput.Uniform("bias", [weight[1]]),
        ],
        Call = t => t[0].FusedConv2d(t[1], t[2], t[3], stride, padding, groups: groups, evaluation: evaluation),
    };

    private static OperationCase Layer(string sizes, Shape input, Func<RandomGenerator, DyNetConv2d> make) => new()
    {
        Name = $"DyNetConv2d/{sizes}",
        Inputs = [CaseInput.Uniform("x", input)],
        Call = t => make(new RandomGenerator(7)).To(t[0].Type).To(t[0].Device).Forward(t[0]),
    };
}
