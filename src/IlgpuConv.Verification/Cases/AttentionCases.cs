using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of attention over channels and pixels, and of selective kernels.</summary>
internal sealed class AttentionCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Pools(), .. Layers(), .. Selective()];

    private static IEnumerable<OperationCase> Pools()
    {
        foreach ((string name, Shape shape, int pitch) in ((string, Shape, int)[])
            [
                ("c5 7x6 n2", [2, 5, 7, 6], 0), ("c1 3x3", [1, 1, 3, 3], 0), ("c33 5x7", [1, 33, 5, 7], 0), ("c6 pitch 9", [2, 6, 3, 4], 9),
                ("c64 1x1 n3", [3, 64, 1, 1], 0), ("c4 n0", [0, 4, 3, 3], 0),
            ])
        {
            yield return new OperationCase
            {
                Name = $"ChannelPool/{name}",
                Inputs = [CaseInput.Distinct("x", shape, pitch: pitch)],
                Call = t => t[0].ChannelPool(),
            };
        }
        yield return new OperationCase
        {
            Name = "ChannelPool/c64 56x56 n8",
            Inputs = [CaseInput.Uniform("x", [8, 64, 56, 56])],
            Call = t => t[0].ChannelPool(),
            Bytes = 4.0 * 8 * 66 * 56 * 56,
            IsPerformanceOnly = true,
        };
    }

    private static IEnumerable<OperationCase> Layers()
    {
        yield return Layer("SqueezeExcite/c16 5x4 n2", [2, 16, 5, 4], g => new SqueezeExcite(16, generator: g));
        yield return Layer("SqueezeExcite/c6 r2 hard n1", [1, 6, 3, 3], g => new SqueezeExcite(6, new() { Hidden = 3, UsesHardSigmoid = true }, g));
        yield return Layer("ChannelAttention/c6 n2", [2, 6, 4, 5], g => new ChannelAttention(6, new() { Ratio = 0.5 }, g));
        yield return Layer("ChannelAttention/c6 maximum n2", [2, 6, 4, 5], g => new ChannelAttention(6, new() { Ratio = 0.5, UsesMaximum = true }, g));
        yield return Layer("EfficientChannelAttention/c17 k3 n2", [2, 17, 4, 3], g => new EfficientChannelAttention(17, generator: g));
        yield return Layer("EfficientChannelAttention/c5 k5 n1", [1, 5, 1, 1], g => new EfficientChannelAttention(5, 5, g));
        yield return Layer("SpatialAttention/c5 6x7 n2", [2, 5, 6, 7], g => new SpatialAttention(generator: g));
        yield return Layer("SpatialAttention/c5 k3 plain n1", [1, 5, 3, 2], g => new SpatialAttention(new() { Kernel = 3, HasNorm = false }, g));
        yield return Layer("CompactSpatialAttention/c5 m3 n2", [2, 5, 4, 5], g => new CompactSpatialAttention(5, 3, g)) with
        {
            Inputs = [CaseInput.AwayFromZero("x", [2, 5, 4, 5])],
        };
        yield return Layer(
            "ConvBlockAttention2d/c6 6x5 n2", [2, 6, 6, 5],
            g => new ConvBlockAttention2d(6, new() { Channel = new() { Ratio = 0.5, HasBias = false, UsesMaximum = true } }, g));
        yield return Layer("SqueezeExcite/signal c8 w7 n2", [2, 8, 7], g => new SqueezeExcite(8, new() { Hidden = 3 }, g));
        yield return Layer("EfficientChannelAttention/signal c9 w5 n2", [2, 9, 5], g => new EfficientChannelAttention(9, generator: g));
        yield return Layer(
            "ConvBlockAttention2d/signal c6 w9 n2", [2, 6, 9],
            g => new ConvBlockAttention2d(6, new() { Channel = new() { Ratio = 0.5, UsesMaximum = true }, Spatial = new() { Kernel = 5, IsSignal = true } }, g));
        yield return LayerCase.Timed("SqueezeExcite/c256 14x14 n8", [8, 256, 14, 14], g => new SqueezeExcite(256, generator: g));
        yield return LayerCase.Timed("ConvBlockAttention2d/c64 28x28 n8", [8, 64, 28, 28], g => new ConvBlockAttention2d(64, generator: g));
    }

    private static IEnumerable<OperationCase> Selective()
    {
        yield return Layer("SelectiveKernel2d/paper 4-6 3x4 n3", [3, 4, 3, 4], g => new SelectiveKernel2d(4, 6, options: new() { Groups = 2, LeastHidden = 3 }, generator: g));
        yield return Layer("SelectiveKernel2d/timm 4-6 s2 n2", [2, 4, 7, 6], g => new SelectiveKernel2d(4, 6, 2, SelectiveKernelOptions.Timm, g));
        yield return Layer(
            "SelectiveKernel2d/three branches n2", [2, 3, 5, 4],
            g => new SelectiveKernel2d(3, 5, options: new() { Kernels = [1, 3, 5], KeepsThree = false, Groups = 1, LeastHidden = 4 }, generator: g));
        yield return Layer("SelectiveKernel2d/one image", [1, 4, 3, 3], g => new SelectiveKernel2d(4, 2, options: new() { Groups = 1, LeastHidden = 2 }, generator: g));
        yield return LayerCase.Timed("SelectiveKernel2d/paper 64-64 28x28 n8", [8, 64, 28, 28], g => new SelectiveKernel2d(64, 64, generator: g));
    }

    private static OperationCase Layer(string name, Shape input, Func<RandomGenerator, Module> make) =>
        LayerCase.Of(name, CaseInput.Distinct("x", input), make);
}
