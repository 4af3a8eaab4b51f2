using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Convolution with shared filters and with filters of each sample's own.</summary>
public class ConvAnchorTests
{
    [Fact]
    public void Stride_2() => Anchor.Check(
        "conv k3 s2 p1", t => t[0].Conv2d(t[1], t[2], stride: 2, padding: 1), ToleranceRule.Linear,
        Anchor.X, Weight(6, 4, 3, 3), new("b", [6], 3));

    [Fact]
    public void Dilation_2_in_two_groups() => Anchor.Check(
        "conv k3 d2 p2 g2", t => t[0].Conv2d(t[1], padding: 2, dilation: 2, groups: 2), ToleranceRule.Linear, Anchor.X, Weight(6, 2, 3, 3));

    [Fact]
    public void Depthwise_with_multiplier_2() => Anchor.Check(
        "depthwise mult2 k3 p1", t => t[0].Conv2d(t[1], padding: 1, groups: 4), ToleranceRule.Linear, Anchor.X, Weight(8, 1, 3, 3));

    [Fact]
    public void Pointwise() => Anchor.Check(
        "conv 1x1", t => t[0].Conv2d(t[1], t[2]), ToleranceRule.Linear, Anchor.X, Weight(5, 4, 1, 1), new("b", [5], 3));

    [Fact]
    public void Per_sample_in_two_groups() => Anchor.Check(
        "per-sample conv k3 p1 g2", t => t[0].PerSampleConv2d(t[1], t[2], padding: 1, groups: 2), ToleranceRule.Linear,
        Anchor.X, new("w", [2, 6, 2, 3, 3], 2, Order: MemoryOrder.PerSampleFilter), new("b", [2, 6], 3));

    [Fact]
    public void Three_axes() => Anchor.Check(
        "conv3d k(2,3,3) s(1,2,1) p(0,1,1)", t => t[0].Conv3d(t[1], stride: (1, 2, 1), padding: (0, 1, 1)), ToleranceRule.Linear,
        new("x", [1, 2, 4, 5, 6], 1), Weight(3, 2, 2, 3, 3));

    [Fact]
    public void Same_upper_at_stride_2() => Anchor.Check(
        "SAME_UPPER k4 s2", t => t[0].Conv2d(t[1], stride: 2, padding: PaddingRule.SameUpper), ToleranceRule.Linear, Anchor.X, Weight(3, 4, 4, 4));

    [Fact]
    public void Full() => Anchor.Check(
        "FULL k3 d2", t => t[0].Conv2d(t[1], padding: PaddingRule.Full, dilation: 2), ToleranceRule.Linear, Anchor.X, Weight(3, 4, 3, 3));

    [Theory]
    [InlineData("reflect")]
    [InlineData("replicate")]
    [InlineData("circular")]
    public void Padding_modes(string mode) => Anchor.Check(
        $"conv k3 p1 {mode}", t => t[0].Conv2d(t[1], padding: 1, paddingMode: Mode(mode)), ToleranceRule.Linear, Anchor.X, Weight(3, 4, 3, 3));

    [Fact]
    public void Transposed_with_output_padding() => Anchor.Check(
        "convT k3 s2 p1 op1", t => t[0].ConvTranspose2d(t[1], t[2], 2, 1, 1), ToleranceRule.Linear, Anchor.X, Weight(4, 5, 3, 3), new("b", [5], 3));

    [Fact]
    public void Transposed_in_two_groups() => Anchor.Check(
        "convT k4 s2 p1 g2 d1", t => t[0].ConvTranspose2d(t[1], stride: 2, padding: 1, groups: 2), ToleranceRule.Linear, Anchor.X, Weight(4, 3, 4, 4));

    [Fact]
    public void Channels_of_several_dilations() => Anchor.Check(
        "IC-Conv k3 {(1,1):2,(1,2):1,(3,1):3}",
        t => Tensor.Concat(
            1, t[0].Conv2d(t[1].Slice(0, 0, 2), padding: 1), t[0].Conv2d(t[1].Slice(0, 2, 1), padding: (1, 2), dilation: (1, 2)),
            t[0].Conv2d(t[1].Slice(0, 3, 3), padding: (3, 1), dilation: (3, 1))),
        ToleranceRule.Linear, Anchor.X, Weight(6, 4, 3, 3));

    private static PaddingMode Mode(string name) => name switch
    {
        "reflect" => PaddingMode.Reflect,
        "replicate" => PaddingMode.Replicate,
        _ => PaddingMode.Circular,
    };

    private static Anchor.Input Weight(params int[] shape) => new("w", shape, 2, Order: MemoryOrder.Filter);
}
