using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Verification;

namespace IlgpuConv.Tests.Anchors;

/// <summary>Resize, pixel shuffles, columns, and the poolings of signals and volumes.</summary>
public class ResamplingAnchorTests
{
    private static readonly Anchor.Input s_volumes = new("x", [2, 4, 3, 5, 6], 1);

    [Theory]
    [InlineData("nearest 9x10", ResizeMode.Nearest, new[] { 9, 10 })]
    [InlineData("nearest 3x4", ResizeMode.Nearest, new[] { 3, 4 })]
    [InlineData("linear 11x5", ResizeMode.Linear, new[] { 11, 5 })]
    [InlineData("linear 2x15", ResizeMode.Linear, new[] { 2, 15 })]
    public void Images(string name, ResizeMode mode, int[] size) => Linear($"resize {name}", x => x.Resize(size, mode), Anchor.X);

    [Fact]
    public void Volumes()
    {
        Linear("resize nearest of volumes x2", x => x.Upsample(2), s_volumes);
        Linear("resize linear of volumes", x => x.Resize([5, 4, 9], ResizeMode.Linear), s_volumes);
    }

    [Fact]
    public void Signals()
    {
        Linear("resize nearest of signals", x => x.Resize([13]), new("x", [2, 4, 9], 1));
        Linear("resize linear of signals", x => x.Resize([20], ResizeMode.Linear), new("x", [2, 4, 9], 1));
    }

    [Fact]
    public void Pixels()
    {
        Linear("pixel shuffle r2", x => x.PixelShuffle(2), new("x", [2, 12, 3, 5], 1));
        Linear("pixel unshuffle r3", x => x.PixelUnshuffle(3), new("x", [2, 2, 6, 9], 1));
    }

    [Fact]
    public void Columns()
    {
        Linear("unfold k3x2 d2x1 p1x2 s2x1", x => x.Unfold((3, 2), (2, 1), (1, 2), (2, 1)), Anchor.X);
        Linear("fold 7x6 k3x2 d2x1 p1x2 s2x1", x => x.Fold((7, 6), (3, 2), (2, 1), (1, 2), (2, 1)), new("x", [2, 24, 27], 1));
    }

    [Fact]
    public void Maxima()
    {
        Rounded("max pool 3-D k2x3x2 s1x2x2 p1", x => x.MaxPool3d((2, 3, 2), (1, 2, 2), 1), s_volumes);
        Rounded("max pool 3-D k2 d2 ceil", x => x.MaxPool3d(2, 2, 1, (1, 2, 2), true), s_volumes);
        Rounded("max pool 1-D k3 s2", x => x.MaxPool1d(3, 2, 1), new("x", [2, 4, 11], 1));
    }

    [Fact]
    public void Means()
    {
        Rounded("avg pool 3-D k2x3x2 p1", x => x.AvgPool3d((2, 3, 2), (1, 2, 2), 1), s_volumes);
        Rounded("avg pool 3-D without padding, ceil", x => x.AvgPool3d(2, 2, 1, true, false), s_volumes);
        Rounded("avg pool 1-D k3 s2", x => x.AvgPool1d(3, 2, 1), new("x", [2, 4, 11], 1));
        Rounded("adaptive avg pool 3-D", x => x.AdaptiveAvgPool3d((2, 3, 4)), s_volumes);
    }

    /// <summary>The two upsamplings with a convolution after them, as the layers compute them.</summary>
    [Theory]
    [InlineData("resize-conv nearest x2 + k3 p1", ResizeMode.Nearest)]
    [InlineData("resize-conv bilinear x2 (align_corners=false)", ResizeMode.Linear)]
    public void Resize_and_convolution(string name, ResizeMode mode) => Anchor.Check(
        name, t => t[0].Upsample(2, mode).Conv2d(t[1], padding: PaddingRule.Same), ToleranceRule.Linear,
        Anchor.X, new("w", [3, 4, 3, 3], 2, Order: MemoryOrder.Filter));

    private static void Linear(string operation, Func<Tensor, Tensor> call, Anchor.Input x) =>
        Anchor.Check(operation, t => call(t[0]), ToleranceRule.Linear, x);

    private static void Rounded(string operation, Func<Tensor, Tensor> call, Anchor.Input x) =>
        Anchor.Check(operation, t => call(t[0]), ToleranceRule.Rounding, x);
}
