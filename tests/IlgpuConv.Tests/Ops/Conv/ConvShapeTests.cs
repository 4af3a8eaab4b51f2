using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

public class ConvShapeTests
{
    private static readonly ConvMovement s_plain = new(1);

    [Theory]
    [InlineData(7, 3, 2, 1, 1, 1, 4)]
    [InlineData(7, 3, 2, 1, 0, 1, 3)]
    [InlineData(8, 3, 1, -1, -2, 1, 3)]
    [InlineData(5, 3, 1, 2, 2, 2, 5)]
    [InlineData(3, 3, 5, 0, 0, 1, 1)]
    public void The_output_size_follows_the_formula(int input, int kernel, int stride, int low, int high, int dilation, int output) =>
        Assert.Equal(output, new ConvAxis(input, kernel, stride, low, high, dilation).Output);

    [Theory]
    [InlineData(8, 2, 1)]
    [InlineData(7, 2, 0)]
    [InlineData(9, 4, 2)]
    public void What_the_stride_steps_over_is_unread(int input, int stride, int unread) =>
        Assert.Equal(unread, new ConvAxis(input, 3, stride, 0, 0, 1).Unread);

    [Fact]
    public void An_empty_batch_is_legal() =>
        Assert.Equal(new Shape(0, 4, 3, 3), Of([0, 3, 5, 5], [4, 3, 3, 3]).Output);

    [Fact]
    public void One_and_three_axes_have_sizes_too()
    {
        Assert.Equal(new Shape(2, 4, 5), ConvShape.Of("conv", [2, 3, 7], [4, 3, 3], null, [s_plain]).Output);
        Assert.Equal(new Shape(2, 4, 5, 6, 7), ConvShape.Of("conv", [2, 3, 7, 8, 9], [4, 3, 3, 3, 3], null, [s_plain, s_plain, s_plain]).Output);
    }

    [Fact]
    public void Ranks_must_fit() => Fails(
        "[conv] the input must be [N, I, H, W] and the weight [O, I/groups, kH, kW]. " +
        "Got input [2, 3, 5], weight [4, 3, 3, 3], stride (1, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => Of([2, 3, 5], [4, 3, 3, 3]));

    [Fact]
    public void Groups_must_divide_the_channels() => Fails(
        "[conv] groups must be at least 1 and divide the input channels and the output channels. " +
        "Got input [2, 4, 5, 5], weight [6, 2, 3, 3], bias [6], stride (1, 1), padding (0, 0), dilation (1, 1), groups 4.",
        () => ConvShape.Of("conv", [2, 4, 5, 5], [6, 2, 3, 3], [6], [s_plain, s_plain], 4));

    [Fact]
    public void The_weight_must_fit_the_input() => Fails(
        "[conv] the weight must have as many input channels as a group of the input. " +
        "Got input [2, 4, 5, 5], weight [6, 3, 3, 3], stride (1, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => Of([2, 4, 5, 5], [6, 3, 3, 3]));

    [Fact]
    public void The_filter_must_fit_the_padded_input() => Fails(
        "[conv] the padded input must cover the dilated filter along spatial axis 1. " +
        "Got input [1, 3, 5, 3], weight [4, 3, 3, 3], stride (1, 1), padding (0, (1, 0)), dilation (1, 2), groups 1.",
        () => ConvShape.Of("conv", [1, 3, 5, 3], [4, 3, 3, 3], null, [s_plain, new ConvMovement(1, 1, 0, 2)]));

    [Fact]
    public void Strides_are_at_least_one() => Fails(
        "[conv] stride and dilation must be at least 1. " +
        "Got input [1, 3, 5, 5], weight [4, 3, 3, 3], stride (0, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => ConvShape.Of("conv", [1, 3, 5, 5], [4, 3, 3, 3], null, [new ConvMovement(0), s_plain]));

    [Fact]
    public void The_bias_has_an_element_for_each_output_channel() => Fails(
        "[per-sample conv] the bias must be [O] or [N, O]. " +
        "Got input [2, 3, 5, 5], weight [2, 4, 3, 3, 3], bias [3, 4], stride (1, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => ConvShape.Of("per-sample conv", [2, 3, 5, 5], [2, 4, 3, 3, 3], [3, 4], [s_plain, s_plain], perSample: true));

    [Fact]
    public void There_is_a_filter_for_each_sample() => Fails(
        "[per-sample conv] there must be one filter for each sample. " +
        "Got input [2, 3, 5, 5], weight [3, 4, 3, 3, 3], stride (1, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => ConvShape.Of("per-sample conv", [2, 3, 5, 5], [3, 4, 3, 3, 3], null, [s_plain, s_plain], perSample: true));

    [Fact]
    public void Element_types_must_agree()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros([1, 3, 5, 5]), w = Tensor.Zeros([4, 3, 3, 3], ElementType.Float64);
        Fails(
            "[conv] input, weight and bias must be of one floating-point type. " +
            "Got input f32 [1, 3, 5, 5] channels-last on cpu, weight f64 [4, 3, 3, 3] channels-last on cpu, bias none.",
            () => x.Conv2d(w));
    }

    [Theory]
    [InlineData(4, 3, 1, 1, 0, 2, 6)]
    [InlineData(4, 3, 2, 0, 0, 3, 4)]
    [InlineData(1, 1, 1, 0, 0, 5, 1)]
    public void A_dilated_input_has_zeros_between_its_elements(int input, int kernel, int stride, int low, int high, int inputDilation, int output) =>
        Assert.Equal(output, new ConvAxis(input, kernel, stride, low, high, 1, inputDilation).Output);

    [Fact]
    public void Input_dilation_is_at_least_one() => Fails(
        "[conv] input dilation must be at least 1. " +
        "Got input [1, 3, 5], weight [4, 3, 3], stride (1), padding (0), dilation (1), input dilation (0), groups 1.",
        () => ConvShape.Of("conv", [1, 3, 5], [4, 3, 3], null, [new ConvMovement(1, InputDilation: 0)]));

    [Fact]
    public void The_same_rule_is_for_stride_1() => Fails(
        "[conv] padding Same is for stride 1; SameUpper and SameLower take any. " +
        "Got input [1, 3, 5, 5], weight [4, 3, 3, 3], stride (1, 2), padding Same, dilation (1, 1).",
        () => Tensor.Zeros([1, 3, 5, 5]).Conv2d(Tensor.Zeros([4, 3, 3, 3]), stride: (1, 2), padding: PaddingRule.Same));

    [Fact]
    public void A_dilated_input_is_padded_with_zeros() => Fails(
        "[conv] a dilated input takes zeros as padding only. " +
        "Got [1, 3, 5] with [4, 3, 3] to [1, 4, 9], stride (1), padding (1), dilation (1), input dilation (2), groups 1, padding mode reflect.",
        () => Tensor.Zeros([1, 3, 5]).Conv1d(Tensor.Zeros([4, 3, 3]), padding: 1, inputDilation: 2, paddingMode: PaddingMode.Reflect));

    [Fact]
    public void Reflection_is_less_than_the_input() => Fails(
        "[conv] reflection must be less than the input along spatial axis 0. Got input [1, 3, 5], padding (5), mode reflect.",
        () => Tensor.Zeros([1, 3, 5]).Conv1d(Tensor.Zeros([4, 3, 3]), padding: 5, paddingMode: PaddingMode.Reflect));

    private static ConvShape Of(Shape input, Shape weight) => ConvShape.Of("conv", input, weight, null, [s_plain, s_plain]);

    private static void Fails(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
