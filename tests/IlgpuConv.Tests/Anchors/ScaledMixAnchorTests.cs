using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Fused kernels and omni-dimensional convolution: filters that are scaled as they are mixed.</summary>
public class ScaledMixAnchorTests
{
    [Theory]
    [InlineData(MixtureEvaluation.MixFilters)]
    [InlineData(MixtureEvaluation.MixOutputs)]
    public void DyNet(MixtureEvaluation evaluation) => Anchor.Check(
        "DyNet g_t=3 (coef per out channel, sigmoid) k3 p1",
        t =>
        {
            // The table has coefficients and kernels as [outputs, kernels].
            Tensor coefficients = Means(t[0]).Linear(t[1], t[2]).Sigmoid().Reshape([2, 5, 3]);
            Tensor kernelsFirst = Tensor.Concat(1, [.. Enumerable.Range(0, 3).Select(k => coefficients.Slice(2, k, 1).Reshape([2, 1, 5]))]);
            Tensor bank = Tensor.Concat(0, [.. Enumerable.Range(0, 3).Select(k => t[3].Slice(1, k, 1).Reshape([1, 5, 4, 3, 3]))]);
            return t[0].FusedConv2d(kernelsFirst, bank, padding: 1, evaluation: evaluation);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("c", 6, 15, 4), new("cb", [15], 7), new("w", [5, 3, 4, 3, 3], 2, Order: MemoryOrder.RowMajor));

    [Fact]
    public void ODConv() => Anchor.Check(
        "ODConv n=2 hidden=3 (BN eval identity,eps1e-5) k3 p1",
        t =>
        {
            Tensor z = (Means(t[0]).Linear(t[1]) / Math.Sqrt(1 + 1e-5)).Relu();
            var scales = new ODConvScales(
                Row(z.Linear(t[2], t[3]).Sigmoid(), 2, 1, 1, 4), Row(z.Linear(t[4], t[5]).Sigmoid(), 2, 1, 5),
                Row(z.Linear(t[6], t[7]).Sigmoid(), 2, 1, 9, 1), Row(z.Linear(t[8], t[9]).Softmax(), 2, 2, 1, 1));
            return t[0].PerSampleConv2d(t[10].MixScaledFilters(scales.Outputs(2, 5), scales.Inputs), padding: 1);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("fc", 6, 3, 4), Matrix("cw", 7, 4, 3), new("cb", [4], 8), Matrix("fw", 9, 5, 3), new("fb", [5], 10), Matrix("sw", 11, 9, 3),
        new("sb", [9], 12), Matrix("kw", 13, 2, 3), new("kb", [2], 14), new("w", [2, 5, 4, 3, 3], 2, Order: MemoryOrder.PerSampleFilter));

    private static Tensor Means(Tensor x) => x.GlobalAvgPool2d().Reshape([x.Shape[0], x.Shape[1]]);

    private static Tensor Row(Tensor x, params int[] sizes) => MemoryViewOperation.View(x, sizes, MemoryOrder.RowMajor);

    private static Anchor.Input Matrix(string name, int seed, params int[] shape) => new(name, shape, seed, Order: MemoryOrder.Filter);
}
