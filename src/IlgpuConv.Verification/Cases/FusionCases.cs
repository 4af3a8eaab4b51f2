using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of multi-scale fusion: every rule, every way of alignment.</summary>
internal sealed class FusionCases : CaseSource
{
    private static readonly Shape[] s_pyramid = [[2, 3, 6, 5], [2, 3, 3, 3], [2, 3, 1, 1]];

    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases()
    {
        yield return Case("concat", s_pyramid, 3, _ => new ConcatFusion());
        yield return Case("sum linear", s_pyramid, 3, _ => new SumFusion(), new() { Resize = ResizeMode.Linear });
        yield return Case("softmax", s_pyramid, 3, _ => new SoftmaxFusion(3));
        yield return Case("fast normalised, of channels", s_pyramid, 3, _ => new FastNormalisedFusion(3, 3));
        yield return Case("per pixel", s_pyramid, 3, g => new PixelFusion(3, 3, 2, g));
        yield return Case("attention", s_pyramid, 3, g => new AttentionFusion(3, 3, generator: g));
        yield return Case("attention one image", [[1, 3, 4, 4], [1, 3, 2, 2]], 3, g => new AttentionFusion(2, 3, generator: g));
        yield return Case("projected, averages", [[2, 3, 6, 5], [2, 4, 3, 3]], 4, _ => new SumFusion(), new() { Reference = 1, AlwaysProjects = true });
        yield return Case("maxima", [[1, 2, 6, 4], [1, 2, 3, 2]], 2, _ => new SoftmaxFusion(2), new() { Reference = 1, Downsampling = FusionDownsampling.MaxPool });
        yield return Case(
            "resized down", [[1, 2, 7, 5], [1, 2, 3, 2]], 2, _ => new SumFusion(),
            new() { Reference = 1, Downsampling = FusionDownsampling.Resize, Resize = ResizeMode.Linear });
        yield return Case(
            "strided convolutions", [[1, 2, 7, 6], [1, 4, 4, 3], [1, 3, 2, 2]], 3, _ => new SumFusion(),
            new() { Reference = 2, Downsampling = FusionDownsampling.StridedConvolution, Halvings = [2, 1, 0] });
        yield return Case("softmax c64 56 28 14 n4", [[4, 64, 56, 56], [4, 64, 28, 28], [4, 64, 14, 14]], 64, _ => new SoftmaxFusion(3)) with { IsPerformanceOnly = true };
    }

    private static OperationCase Case(
        string name, Shape[] maps, int outChannels, Func<RandomGenerator, FusionRule> rule, MultiScaleFusionOptions? options = null) => new()
        {
            Name = $"MultiScaleFusion2d/{name}",
            Inputs = [.. maps.Select((shape, s) => CaseInput.Distinct($"x{s}", shape))],
            Call = t =>
            {
                var generator = new RandomGenerator(7);
                var layer = new MultiScaleFusion2d([.. maps.Select(m => m[1])], outChannels, rule(generator), options, generator);
                layer.To(t[0].Type).To(t[0].Device);
                return layer.Fuse(t);
            },
        };
}
