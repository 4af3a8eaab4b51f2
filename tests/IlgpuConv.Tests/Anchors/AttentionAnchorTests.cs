using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Squeeze and excitation made of linear layers, sums and arithmetic.</summary>
public class AttentionAnchorTests
{
    [Fact]
    public void Squeeze_and_excitation() => Anchor.Check(
        "SE rd=2",
        t =>
        {
            Tensor squeezed = t[0].Mean([2, 3]);
            Tensor gate = squeezed.Linear(t[1], t[2]).Relu().Linear(t[3], t[4]).Sigmoid();
            return t[0] * gate.Reshape([2, 4, 1, 1]);
        },
        ToleranceRule.Rounding,
        Anchor.X,
        new("a", [2, 4], 2, Order: MemoryOrder.Filter),
        new("ab", [2], 3),
        new("b", [4, 2], 4, Order: MemoryOrder.Filter),
        new("bb", [4], 5));
}
