using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Convolutions in parts, as the layers chain them.</summary>
public class SeparableAnchorTests
{
    [Fact]
    public void Spatially_separable() => Anchor.Check(
        "spatially separable 3x1,1x3 p1 (mid=5)", t => t[0].Conv2d(t[1], padding: (1, 0)).Conv2d(t[2], padding: (0, 1)), ToleranceRule.Linear,
        Anchor.X, Filter("v", 2, 5, 4, 3, 1), Filter("h", 4, 3, 5, 1, 3));

    [Fact]
    public void Flattened() => Anchor.Check(
        "flattened (lateral,vert,horiz)", t => t[0].Conv2d(t[1]).Conv2d(t[2], padding: (1, 0), groups: 5).Conv2d(t[3], padding: (0, 1), groups: 5),
        ToleranceRule.Linear, Anchor.X, Filter("a", 2, 5, 4, 1, 1), Filter("b", 4, 5, 1, 3, 1), Filter("c", 5, 5, 1, 1, 3));

    [Fact]
    public void Depthwise_separable() => Anchor.Check(
        "depthwise separable k3 p1", t => t[0].Conv2d(t[1], padding: 1, groups: 4).Conv2d(t[2]), ToleranceRule.Linear,
        Anchor.X, Filter("a", 2, 4, 1, 3, 3), Filter("b", 4, 5, 4, 1, 1));

    private static Anchor.Input Filter(string name, int seed, params int[] shape) => new(name, shape, seed, Order: MemoryOrder.Filter);
}
