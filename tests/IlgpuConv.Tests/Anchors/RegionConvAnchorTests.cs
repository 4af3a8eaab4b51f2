using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Region-aware convolution with the generator of the reference, whose channels are region, output, input; the guide's surrogate too.</summary>
public class RegionConvAnchorTests
{
    [Fact]
    public void Regions() => Anchor.Check(
        "DRConv m=2 k3 p1",
        t =>
        {
            Tensor features = t[0].AdaptiveAvgPool2d(3).Conv2d(t[1], t[2]).Sigmoid();
            Tensor made = features.Conv2d(t[3], t[4], groups: 2).Reshape([2, 2, 12, 3, 3]);
            Tensor first = made.Slice(1, 0, 1).Reshape([2, 3, 4, 3, 3]), second = made.Slice(1, 1, 1).Reshape([2, 3, 4, 3, 3]);
            return t[0].RegionConv2d(t[0].Conv2d(t[5], t[6], padding: 1), Tensor.Concat(0, first, second), padding: 1);
        },
        ToleranceRule.Rounding,
        Anchor.X, Filter("a", 6, 4, 4, 1, 1), new("ab", [4], 7), Filter("b", 8, 24, 2, 1, 1), new("bb", [24], 9), Filter("g", 10, 2, 4, 3, 3),
        new("gb", [2], 11));

    [Fact]
    public void The_layer_gives_the_anchors_output()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(4, 3, 3, 2);
        layer.To(IlgpuConv.Runtime.ElementType.Float64);
        // The matrix of the reference holds feature f of channel (t, o, c) at (t o c) m + f; the layer's head is [t m + f, o, c].
        double[] matrix = Anchor.Fill(48, 8), head = new double[48];
        for (int t = 0; t < 2; t++)
            for (int i = 0; i < 12; i++)
                for (int f = 0; f < 2; f++) head[(2 * t + f) * 12 + i] = matrix[(12 * t + i) * 2 + f];
        Tensor weight = layer.Weight.Value;
        weight.CopyFrom(Tensor.FromDoubles(head, weight.Shape, weight.Type, weight.Device, weight.Order));
        AttentionAnchorTests.Check(
            "DRConv m=2 k3 p1", layer, AttentionAnchorTests.Filled([2, 4, 7, 6], 1), ("reduce.weight", 6), ("reduce.bias", 7), ("bias", 9), ("guide.weight", 10),
            ("guide.bias", 11));
    }

    private static Anchor.Input Filter(string name, int seed, params int[] shape) => new(name, shape, seed, Order: MemoryOrder.Filter);
}
