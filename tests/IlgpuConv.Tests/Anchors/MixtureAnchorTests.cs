using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Mixtures of experts in both evaluations, with the shares of their routers.</summary>
public class MixtureAnchorTests
{
    [Theory]
    [InlineData(MixtureEvaluation.MixFilters)]
    [InlineData(MixtureEvaluation.MixOutputs)]
    public void CondConv(MixtureEvaluation evaluation) => Anchor.Check(
        "CondConv E=3 k3 p1 sigmoid",
        t => t[0].MixtureConv2d(Means(t[0]).Linear(t[1], t[2]).Sigmoid(), t[3], t[4], padding: 1, evaluation: evaluation),
        ToleranceRule.Rounding,
        Anchor.X, Matrix("r", 6, 1, 3, 4), new("rb", [3], 7), Bank("w", 2, 3, 5, 4, 3, 3), new("b", [3, 5], 3));

    [Theory]
    [InlineData(MixtureEvaluation.MixFilters, 30)]
    [InlineData(MixtureEvaluation.MixOutputs, 30)]
    [InlineData(MixtureEvaluation.MixFilters, 1)]
    [InlineData(MixtureEvaluation.MixOutputs, 1)]
    public void Dynamic_conv(MixtureEvaluation evaluation, int temperature) => Anchor.Check(
        $"DY-Conv K=4 hidden=2 tau={temperature} k3 p1",
        t =>
        {
            Tensor shares = (Means(t[0]).Linear(t[1]).Relu().Linear(t[2], t[3]) / temperature).Softmax();
            return t[0].MixtureConv2d(shares, t[4], t[5], padding: 1, evaluation: evaluation);
        },
        ToleranceRule.Rounding,
        Anchor.X, Matrix("f1", 6, 4, 2, 4), Matrix("f2", 7, 4, 4, 2), new("b2", [4], 8), Bank("w", 2, 4, 5, 4, 3, 3), new("b", [4, 5], 3));

    private static Tensor Means(Tensor x) => x.GlobalAvgPool2d().Reshape([x.Shape[0], x.Shape[1]]);

    private static Anchor.Input Matrix(string name, int seed, double scale, params int[] shape) => new(name, shape, seed, scale, MemoryOrder.Filter);

    private static Anchor.Input Bank(string name, int seed, params int[] shape) => new(name, shape, seed, Order: MemoryOrder.PerSampleFilter);
}
