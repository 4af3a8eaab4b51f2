using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Verification;

/// <summary>Cases of instance, group and layer normalisation.</summary>
internal sealed class NormCases : CaseSource
{
    /// <inheritdoc/>
    public override IEnumerable<OperationCase> Cases() => [.. Instance(), .. Group(), .. Layer(), .. Timed()];

    private static IEnumerable<OperationCase> Instance()
    {
        (string Name, Shape Shape, int Pitch)[] shapes =
        [
            ("c16 4x4 n2", [2, 16, 4, 4], 0), ("c5 7x3 n3", [3, 5, 7, 3], 0), ("c1 8x8", [1, 1, 8, 8], 0), ("c19 l11 n2 (signals)", [2, 19, 11], 0),
            ("c3 2x3x2 n2 (volumes)", [2, 3, 2, 3, 2], 0), ("c6 pitch 10", [2, 6, 3, 5], 10), ("c3 17x17 n2 (two slices)", [2, 3, 17, 17], 0), ("c4 n0", [0, 4, 3, 3], 0),
        ];
        foreach (var (name, shape, pitch) in shapes)
            yield return Case("InstanceNorm", name, shape, [shape[1]], pitch, t => t[0].InstanceNorm(t[1], t[2]));
        yield return Plain("InstanceNorm", "without weight and bias c5 6x5 n2", [2, 5, 6, 5], x => x.InstanceNorm(epsilon: 1e-3));
    }

    private static IEnumerable<OperationCase> Group()
    {
        (string Name, Shape Shape, int Groups, int Pitch)[] shapes =
        [
            ("g4 c16 4x4 n2", [2, 16, 4, 4], 4, 0), ("g1 c5 7x3 n3", [3, 5, 7, 3], 1, 0), ("g3 c6 pitch 10", [2, 6, 3, 5], 3, 10),
            ("g6 c6 (instances)", [2, 6, 3, 3], 6, 0), ("g19 c38 3x3", [1, 38, 3, 3], 19, 0), ("g2 c4 l11 n2 (signals)", [2, 4, 11], 2, 0),
            ("g2 c6 2x3x2 n2 (volumes)", [2, 6, 2, 3, 2], 2, 0), ("g2 c10 n4 (vectors)", [4, 10], 2, 0), ("g2 c4 17x17 n2 (two slices)", [2, 4, 17, 17], 2, 0),
            ("g2 c4 n0", [0, 4, 3, 3], 2, 0),
        ];
        foreach (var (name, shape, groups, pitch) in shapes)
            yield return Case("GroupNorm", name, shape, [shape[1]], pitch, t => t[0].GroupNorm(groups, t[1], t[2]));
        yield return Plain("GroupNorm", "without weight and bias g2 c6", [2, 6, 4, 3], x => x.GroupNorm(2));
    }

    private static IEnumerable<OperationCase> Layer()
    {
        (string Name, Shape Shape, int Axes, int Pitch, MemoryOrder Order)[] shapes =
        [
            ("C n7 c19 (vectors)", [7, 19], 1, 0, MemoryOrder.RowMajor), ("C n9 c5 (vectors, pitch)", [9, 5], 1, 8, MemoryOrder.RowMajor),
            ("C [2, 5, 17] row-major", [2, 5, 17], 1, 0, MemoryOrder.RowMajor), ("C H W n2", [2, 5, 4, 3], 3, 0, MemoryOrder.ChannelsLast),
            ("C H W pitch 9", [2, 5, 4, 3], 3, 9, MemoryOrder.ChannelsLast), ("C L n3", [3, 4, 11], 2, 0, MemoryOrder.ChannelsLast),
            ("C D H W n2", [2, 3, 2, 3, 2], 4, 0, MemoryOrder.ChannelsLast), ("H W n2 c5", [2, 5, 4, 3], 2, 0, MemoryOrder.ChannelsLast),
            ("W n2 c5", [2, 5, 4, 6], 1, 0, MemoryOrder.ChannelsLast), ("all axes", [2, 3, 4], 3, 0, MemoryOrder.ChannelsLast),
            ("C n600 (three slices)", [600, 6], 1, 0, MemoryOrder.RowMajor), ("C n0", [0, 6], 1, 0, MemoryOrder.RowMajor),
        ];
        foreach (var (name, shape, axes, pitch, order) in shapes)
        {
            Shape normalized = [.. shape.Skip(shape.Rank - axes)];
            Shape places = axes == 1 || axes == shape.Rank ? normalized : [1, .. normalized];
            yield return Case("LayerNorm", name, shape, places, pitch, t => t[0].LayerNorm(normalized, t[1], t[2]), order);
        }
        yield return Plain("LayerNorm", "without weight and bias c19", [7, 19], x => x.LayerNorm([19]));
        (string Name, Shape Shape, int Pitch)[] channels =
            [("c19 5x4 n2", [2, 19, 5, 4], 0), ("c6 pitch 10", [2, 6, 3, 5], 10), ("c2 l9", [3, 2, 9], 0), ("c64 2x2x2", [1, 64, 2, 2, 2], 0), ("c5 n0", [0, 5, 2, 2], 0)];
        foreach (var (name, shape, pitch) in channels)
            yield return Case("ChannelLayerNorm", name, shape, [shape[1]], pitch, t => t[0].ChannelLayerNorm(t[1], t[2]));
        yield return Plain("ChannelLayerNorm", "without weight and bias c33", [2, 33, 3, 2], x => x.ChannelLayerNorm());
    }

    private static IEnumerable<OperationCase> Timed()
    {
        Shape images = [8, 64, 56, 56];
        yield return Case("InstanceNorm", "c64 56x56 n8", images, [64], 0, t => t[0].InstanceNorm(t[1], t[2])) with { IsPerformanceOnly = true };
        yield return Case("GroupNorm", "g32 c64 56x56 n8", images, [64], 0, t => t[0].GroupNorm(32, t[1], t[2])) with { IsPerformanceOnly = true };
        yield return Case("LayerNorm", "C H W c64 56x56 n8", images, [1, 64, 56, 56], 0, t => t[0].LayerNorm([64, 56, 56], t[1], t[2])) with { IsPerformanceOnly = true };
        yield return Case("ChannelLayerNorm", "c64 56x56 n8", images, [64], 0, t => t[0].ChannelLayerNorm(t[1], t[2])) with { IsPerformanceOnly = true };
    }

    private static OperationCase Plain(string operation, string sizes, Shape shape, Func<Tensor, Tensor> call) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = [CaseInput.Uniform("x", shape)],
        Call = t => call(t[0]),
    };

    private static OperationCase Case(
        string operation, string sizes, Shape shape, Shape places, int pitch, Func<IReadOnlyList<Tensor>, Tensor> call,
        MemoryOrder order = MemoryOrder.ChannelsLast) => new()
    {
        Name = $"{operation}/{sizes}",
        Inputs = [CaseInput.Uniform("x", shape, order, pitch: pitch), CaseInput.AwayFromZero("weight", places), CaseInput.Uniform("bias", places)],
        Call = call,
        Flops = 6.0 * shape.Elements,
        Bytes = 8.0 * shape.Elements,
    };
}
