using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of the blocks that look at several scales: Inception, mixed kernels and pyramids.</summary>
internal sealed class MultiScaleCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Layer(
            "InceptionBlock2d/4-9 5x6 n2", [2, 4, 5, 6],
            g => new InceptionBlock2d(4, new() { Direct = 2, ThreeReduced = 2, Three = 3, FiveReduced = 1, Five = 2, Pooled = 2 }, g));
        // The filters are the layer's own, so no sums of sizes bound it: the rule of rounding does.
        yield return Layer("MixConv2d/7-9 k1,3,5 n2", [2, 7, 6, 5], g => new MixConv2d(7, 9, [1, 3, 5], hasBias: true, generator: g));
        yield return Layer("MixConv2d/depthwise 6 k3,5 s2 n1", [1, 6, 7, 6], g => new MixConv2d(6, 6, [3, 5], 2, isDepthwise: true, generator: g));
        yield return Layer("PyramidPool2d/c4 g1,2,3 7x6 n2", [2, 4, 7, 6], g => new PyramidPool2d(4, [1, 2, 3], g));
        yield return Layer("PyramidPool2d/one image", [1, 3, 4, 4], g => new PyramidPool2d(3, [1], g));
        yield return Layer("AtrousPyramid2d/3-4 d1,2 6x7 n2", [2, 3, 6, 7], g => new AtrousPyramid2d(3, 4, [1, 2], 0, g));
        yield return LayerCase.Timed(
            "InceptionBlock2d/192-256 28x28 n4", [4, 192, 28, 28],
            g => new InceptionBlock2d(192, new() { Direct = 64, ThreeReduced = 96, Three = 128, FiveReduced = 16, Five = 32, Pooled = 32 }, g));
    }

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, Module> make) =>
        LayerCase.Of(name, CaseInput.Distinct("x", input), make);
}
