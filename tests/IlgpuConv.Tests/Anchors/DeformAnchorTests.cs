using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Deformable convolution of torchvision; some of the offsets are whole numbers, where the derivative is the right one.</summary>
public class DeformAnchorTests
{
    [Fact]
    public void Without_mask() => Anchor.Check(
        "Deform v1 k3 p1 G=1",
        t => t[0].DeformConv2d(t[1], t[2], t[3], padding: 1),
        ToleranceRule.Rounding,
        Anchor.X, new("o", [2, 18, 7, 6], 6, 1.7), new("w", [5, 4, 3, 3], 2, Order: MemoryOrder.Filter), new("b", [5], 3));

    [Fact]
    public void With_mask_and_groups() => Anchor.Check(
        "Deform v2 k3 s2 p1 offset_groups=2 groups=2",
        t => t[0].DeformConv2d(t[1], t[3], null, t[2].Sigmoid(), stride: 2, padding: 1, groups: 2),
        ToleranceRule.Rounding,
        Anchor.X, new("o", [2, 36, 4, 3], 6, 1.7), new("m", [2, 18, 4, 3], 7, 2), new("w", [6, 2, 3, 3], 2, Order: MemoryOrder.Filter));
}
