using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>The fusion of three scales with softmax weights.</summary>
public class FusionAnchorTests
{
    [Fact]
    public void Softmax_weights() => Anchor.Check(
        "fusion: softmax weights, 3 scales",
        t =>
        {
            Tensor shares = t[3].Softmax(0);
            return t[0] * shares.Slice(0, 0, 1) + t[1].Upsample(2) * shares.Slice(0, 1, 1) + t[2].Upsample(4) * shares.Slice(0, 2, 1);
        },
        ToleranceRule.Rounding,
        new("a", [1, 3, 8, 8], 1), new("b", [1, 3, 4, 4], 2), new("c", [1, 3, 2, 2], 3), new("w", [3], 4));

    [Fact]
    public void The_layer_gives_the_anchors_output()
    {
        using var scope = new TensorScope();
        var rule = new SoftmaxFusion(3);
        using var layer = new MultiScaleFusion2d([3, 3, 3], 3, rule);
        layer.To(IlgpuConv.Runtime.ElementType.Float64);
        rule.Weight.Value.CopyFrom(AttentionAnchorTests.Filled([3], 4));
        Anchor.CompareOutput(
            "fusion: softmax weights, 3 scales",
            layer.Fuse([AttentionAnchorTests.Filled([1, 3, 8, 8], 1), AttentionAnchorTests.Filled([1, 3, 4, 4], 2), AttentionAnchorTests.Filled([1, 3, 2, 2], 3)]));
    }
}
