using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

public class ConvTransposeTests
{
    [Theory]
    [InlineData(2, 3, 1, 0, 0, 1, 4)]
    [InlineData(2, 3, 2, 0, 0, 1, 5)]
    [InlineData(5, 3, 1, 1, 0, 1, 5)]
    [InlineData(7, 4, 2, 1, 0, 1, 14)]
    [InlineData(7, 3, 2, 1, 1, 1, 14)]
    [InlineData(7, 2, 2, 0, 0, 1, 14)]
    [InlineData(4, 3, 3, 0, 2, 2, 16)]
    [InlineData(4, 3, 1, 2, 2, 3, 8)]
    public void The_output_size_follows_the_formula(int input, int kernel, int stride, int padding, int outputPadding, int dilation, int output)
    {
        ConvShape shape = Of([2, 3, input], [3, 4, kernel], [stride], new Padding1(padding, padding), [outputPadding], null, [dilation]);
        Assert.Equal(new Shape(2, 4, output), shape.Input);
        Assert.Equal(new Shape(2, 3, input), shape.Output);
    }

    [Theory]
    [InlineData(4, 3, 2, null, 8)]
    [InlineData(4, 3, 2, 7, 7)]
    [InlineData(4, 1, 3, null, 12)]
    [InlineData(4, 1, 3, 10, 10)]
    public void With_a_same_rule_the_output_is_what_the_convolution_takes_to_the_input(int input, int kernel, int stride, int? size, int output)
    {
        int[]? sizes = size is { } given ? [given] : null;
        foreach (PaddingRule rule in (PaddingRule[])[PaddingRule.SameUpper, PaddingRule.SameLower])
        {
            ConvShape shape = Of([1, 3, input], [3, 2, kernel], [stride], rule, null, sizes, [1]);
            Assert.Equal(new Shape(1, 2, output), shape.Input);
            Assert.Equal(new Shape(1, 3, input), shape.Output);
        }
    }

    [Fact]
    public void Worked_overlaps_of_stride_and_kernel()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([1, 1, 4], 1), w3 = Tensor.Full([1, 1, 3], 1), w2 = Tensor.Full([1, 1, 2], 1);
        Assert.Equal([1, 1, 2, 1, 2, 1, 2, 1, 1], x.ConvTranspose1d(w3, stride: 2).ToDoubles());
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1], x.ConvTranspose1d(w2, stride: 2).ToDoubles());
    }

    [Fact]
    public void A_mode_changes_the_border_only()
    {
        using var scope = new TensorScope();
        var generator = new RandomGenerator(5);
        Tensor x = Tensor.Uniform([1, 2, 8, 8], -1, 1, generator), w = Tensor.Uniform([2, 3, 3, 3], -1, 1, generator);
        double[] zeros = x.ConvTranspose2d(w, null, 2, 1, 1).ToDoubles();
        double[] reflected = x.ConvTranspose2d(w, null, 2, 1, 1, paddingMode: PaddingMode.Reflect).ToDoubles();
        int differing = 0;
        for (int i = 0; i < zeros.Length; i++)
        {
            int row = i / 16 % 16, column = i % 16;
            bool isInterior = row is >= 1 and <= 14 && column is >= 1 and <= 14;
            if (isInterior) Assert.Equal(zeros[i], reflected[i], 1e-6);
            else if (Math.Abs(zeros[i] - reflected[i]) > 1e-6) differing++;
        }
        Assert.True(differing > 50, $"only {differing} elements of the border differ");
    }

    [Fact]
    public void The_layer_has_the_parameters_of_the_field()
    {
        using var layer = new ConvTranspose2d(6, 4, (3, 5), 2, 1, 1, groups: 2, generator: new RandomGenerator(1));
        Assert.Equal(new Shape(6, 2, 3, 5), layer.Weight.Value.Shape);
        double bound = 1 / Math.Sqrt(2 * 15);
        Assert.InRange(layer.Weight.Value.ToDoubles().Max(Math.Abs), 0.95 * bound, bound);
        Assert.InRange(layer.Bias!.Value.ToDoubles().Max(Math.Abs), 0.2 * bound, bound);
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([2, 6, 4, 5], -1, 1, new RandomGenerator(2));
        Assert.Equal(new Shape(2, 4, 8, 12), layer.Forward(x).Shape);
        Assert.Equal(new Shape(2, 4, 7, 11), layer.Forward(x, (7, 11)).Shape);
    }

    [Fact]
    public void Output_padding_is_less_than_stride_or_dilation() => Fails(
        "[conv transpose] output padding must be at least 0 and less than the stride or the dilation. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (2), padding (0), output padding (2), dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [2], 0, [2], null, [1]));

    [Fact]
    public void The_output_size_is_one_that_the_stride_allows() => Fails(
        "[conv transpose] the output size along spatial axis 0 must be from 9 to 10. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (2), padding (1), output size (11), dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [2], 1, null, [11], [1]));

    [Fact]
    public void A_rule_leaves_no_room_for_output_padding() => Fails(
        "[conv transpose] output padding goes with numbers as padding; with Same, SameUpper and SameLower the output has stride times the input. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (2), padding SameUpper, output padding (1), dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [2], PaddingRule.SameUpper, [1], null, [1]));

    [Fact]
    public void The_same_rule_is_for_stride_1() => Fails(
        "[conv transpose] padding Same is for stride 1; SameUpper and SameLower take any. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (2), padding Same, dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [2], PaddingRule.Same, null, null, [1]));

    [Fact]
    public void The_size_of_a_same_rule_is_one_that_the_convolution_takes_to_the_input() => Fails(
        "[conv transpose] the output size along spatial axis 0 must be one that the convolution takes to the input's: from 9 to 10. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (2), padding SameUpper, output size (8), dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [2], PaddingRule.SameUpper, null, [8], [1]));

    [Fact]
    public void Something_is_left() => Fails(
        "[conv transpose] the output must have at least one position along spatial axis 0. " +
        "Got input [1, 3, 2], weight [3, 4, 2], stride (1), padding (2), dilation (1), groups 1.",
        () => Of([1, 3, 2], [3, 4, 2], [1], 2, null, null, [1]));

    [Fact]
    public void The_weight_has_the_input_channels_first() => Fails(
        "[conv transpose] the weight must have as many input channels as the input. " +
        "Got input [1, 3, 5], weight [4, 3, 3], stride (1), padding (0), dilation (1), groups 1.",
        () => Of([1, 3, 5], [4, 3, 3], [1], 0, null, null, [1]));

    [Fact]
    public void Groups_divide_the_input_channels() => Fails(
        "[conv transpose] groups must be at least 1 and divide the input channels. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (1), padding (0), dilation (1), groups 2.",
        () => ConvTransposeShape.Of("conv transpose", [1, 3, 5], [3, 4, 3], null, [1], ((Padding1)0).Sides, null, null, [1], 2));

    [Fact]
    public void The_bias_has_an_element_for_each_output_channel() => Fails(
        "[conv transpose] the bias must be [O]. Got input [1, 3, 5], weight [3, 4, 3], bias [3], stride (1), padding (0), dilation (1), groups 1.",
        () => ConvTransposeShape.Of("conv transpose", [1, 3, 5], [3, 4, 3], [3], [1], ((Padding1)0).Sides, null, null, [1], 1));

    [Fact]
    public void Ranks_must_fit() => Fails(
        "[conv transpose] the input must be [N, I, W] and the weight [I, O/groups, kW]. " +
        "Got input [1, 3, 5, 5], weight [3, 4, 3], stride (1), padding (0), dilation (1), groups 1.",
        () => Of([1, 3, 5, 5], [3, 4, 3], [1], 0, null, null, [1]));

    [Fact]
    public void Strides_are_at_least_one() => Fails(
        "[conv transpose] stride and dilation must be at least 1. " +
        "Got input [1, 3, 5], weight [3, 4, 3], stride (0), padding (0), dilation (1), groups 1.",
        () => Of([1, 3, 5], [3, 4, 3], [0], 0, null, null, [1]));

    [Fact]
    public void A_layer_checks_its_sizes() => Fails(
        "[conv transpose] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
        "Got inChannels 4, outChannels 3, kernel (2), stride (1), dilation (1), groups 2.",
        () => new ConvTranspose1d(4, 3, 2, groups: 2));

    private static ConvShape Of(
        Shape input, Shape weight, int[] stride, Padding1 padding, int[]? outputPadding, int[]? outputSize, int[] dilation) =>
        ConvTransposeShape.Of("conv transpose", input, weight, null, stride, padding.Sides, outputPadding, outputSize, dilation, 1);

    private static void Fails(string message, Func<object> call) => Assert.Equal(message, Assert.Throws<ArgumentException>(call).Message);
}
