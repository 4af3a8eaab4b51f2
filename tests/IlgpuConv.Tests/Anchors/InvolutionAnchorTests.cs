using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Involution with the kernels that its two maps make, at both strides.</summary>
public class InvolutionAnchorTests
{
    [Fact]
    public void Stride_1() => Check("Involution k3 G=2 s1 (BN eval)", Anchor.X, 1);

    [Fact]
    public void Stride_2() => Check("Involution k3 G=2 s2 (8x6 input)", new("x", [2, 4, 8, 6], 1), 2);

    [Theory]
    [InlineData("Involution k3 G=2 s1 (BN eval)", 7, 1)]
    [InlineData("Involution k3 G=2 s2 (8x6 input)", 8, 2)]
    public void The_layer_gives_the_anchors_output(string operation, int height, int stride)
    {
        using var scope = new TensorScope();
        var layer = new Involution2d(4, 3, stride, new() { GroupChannels = 2, Reduction = 2 });
        AttentionAnchorTests.Check(
            operation, layer, AttentionAnchorTests.Filled([2, 4, height, 6], 1), ("conv1.conv.weight", 6), ("conv2.conv.weight", 7), ("conv2.conv.bias", 8));
    }

    private static void Check(string operation, Anchor.Input x, int stride) => Anchor.Check(
        operation,
        t =>
        {
            Tensor seen = stride == 1 ? t[0] : t[0].AvgPool2d(stride);
            Tensor hidden = (seen.Conv2d(t[1]) * (1 / Math.Sqrt(1 + 1e-5))).Relu();
            return t[0].Involution2d(hidden.Conv2d(t[2], t[3]), 3, stride, 1);
        },
        ToleranceRule.Rounding,
        x,
        new("r", [2, 4, 1, 1], 6, Order: MemoryOrder.Filter),
        new("s", [18, 2, 1, 1], 7, Order: MemoryOrder.Filter),
        new("sb", [18], 8));
}
