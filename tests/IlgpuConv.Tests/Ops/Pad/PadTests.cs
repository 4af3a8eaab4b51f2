using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

public class PadTests
{
    public static TheoryData<string, double[]> Rows => new()
    {
        { "zeros", [0, 0, 0, 0, 1, 2, 3, 4, 0, 0] },
        { "constant 7", [7, 7, 7, 7, 1, 2, 3, 4, 7, 7] },
        { "replicate", [1, 1, 1, 1, 1, 2, 3, 4, 4, 4] },
        { "circular", [1, 2, 3, 4, 1, 2, 3, 4, 1, 2] },
        { "symmetric", [4, 3, 2, 1, 1, 2, 3, 4, 4, 3] },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_by_hand(string mode, double[] expected)
    {
        using var scope = new TensorScope();
        PaddingMode given = Mode(mode);
        Assert.Equal(mode, given.ToString());
        Assert.Equal(expected, Row().Pad1d((4, 2), given).ToDoubles());
    }

    [Fact]
    public void Reflection_by_hand()
    {
        using var scope = new TensorScope();
        Assert.Equal([4, 3, 2, 1, 2, 3, 4, 3, 2], Row().Pad1d((3, 2), PaddingMode.Reflect).ToDoubles());
    }

    [Fact]
    public void Negative_numbers_crop()
    {
        using var scope = new TensorScope();
        Assert.Equal([2, 3, 4, 0], Row().Pad1d((-1, 1)).ToDoubles());
        Assert.Equal([3, 2, 1, 2, 3], Row().Pad1d((2, -1), PaddingMode.Reflect).ToDoubles());
    }

    [Fact]
    public void Nothing_to_pad_is_the_same_tensor()
    {
        using var scope = new TensorScope();
        Tensor x = Row();
        Assert.Same(x, x.Pad1d(0, PaddingMode.Circular));
    }

    [Theory]
    [InlineData(PaddingRule.Same, 7, 4, 1, 1, 1, 2)]
    [InlineData(PaddingRule.Same, 7, 3, 1, 3, 3, 3)]
    [InlineData(PaddingRule.SameUpper, 7, 3, 2, 1, 1, 1)]
    [InlineData(PaddingRule.SameUpper, 7, 4, 2, 1, 1, 2)]
    [InlineData(PaddingRule.SameLower, 7, 4, 2, 1, 2, 1)]
    [InlineData(PaddingRule.SameUpper, 9, 2, 3, 1, 0, 0)]
    [InlineData(PaddingRule.Full, 9, 4, 3, 2, 6, 6)]
    [InlineData(PaddingRule.Valid, 9, 4, 3, 2, 0, 0)]
    public void Rules_follow_their_formulas(PaddingRule rule, int size, int kernel, int stride, int dilation, int low, int high)
    {
        Assert.Equal((low, high), ConvPadding.Sides(rule, size, kernel, stride, dilation));
        int output = new ConvAxis(size, kernel, stride, low, high, dilation).Output;
        if (rule is PaddingRule.Same or PaddingRule.SameUpper or PaddingRule.SameLower) Assert.Equal((size + stride - 1) / stride, output);
    }

    [Fact]
    public void Reflection_is_less_than_the_input() => Fails(
        "[pad] reflection must be less than the input along spatial axis 1. Got input [1, 2, 5, 3], padding (0, (3, 1)), mode reflect.",
        x => x.Pad2d(((0, 0), (3, 1)), PaddingMode.Reflect), [1, 2, 5, 3]);

    [Fact]
    public void Symmetric_padding_is_at_most_the_input() => Fails(
        "[pad] symmetric padding must be at most the input along spatial axis 0. Got input [1, 2, 3], padding (4), mode symmetric.",
        x => x.Pad1d(4, PaddingMode.Symmetric), [1, 2, 3]);

    [Fact]
    public void Something_is_left() => Fails(
        "[pad] something must be left along spatial axis 2. Got input [1, 2, 3, 3, 3], padding (0, 0, (-1, -2)), mode zeros.",
        x => x.Pad3d(((0, 0), (0, 0), (-1, -2))), [1, 2, 3, 3, 3]);

    [Fact]
    public void Ranks_must_fit() => Fails(
        "[pad] the input must be [N, C, H, W]. Got input [1, 2, 3], padding (1, 1), mode zeros.", x => x.Pad2d(1), [1, 2, 3]);

    [Fact]
    public void A_rule_needs_a_filter() => Fails(
        "[pad] padding must be given as numbers where there is no filter. Got input [1, 2, 3], padding SameUpper, mode zeros.",
        x => x.Pad1d(PaddingRule.SameUpper), [1, 2, 3]);

    [Fact]
    public void An_empty_axis_has_nothing_to_repeat() => Fails(
        "[pad] spatial sizes must be at least 1. Got input [1, 2, 0], padding (1), mode circular.", x => x.Pad1d(1, PaddingMode.Circular), [1, 2, 0]);

    [Fact]
    public void Integers_are_refused()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([1, 2], [1, 1, 2]);
        Assert.Equal("[pad] the input must be f32 or f64. Got i32 [1, 1, 2] channels-last on cpu.", Assert.Throws<ArgumentException>(() => x.Pad1d(1)).Message);
    }

    private static Tensor Row() => Tensor.FromArray([1f, 2f, 3f, 4f], [1, 1, 4]);

    private static PaddingMode Mode(string name) => name switch
    {
        "replicate" => PaddingMode.Replicate,
        "circular" => PaddingMode.Circular,
        "symmetric" => PaddingMode.Symmetric,
        "zeros" => PaddingMode.Zeros,
        _ => PaddingMode.Constant(7),
    };

    private static void Fails(string message, Func<Tensor, Tensor> call, Shape shape)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros(shape);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => call(x)).Message);
    }
}
