using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Involution;

public class InvolutionTests
{
    [Fact]
    public void Each_pixel_has_its_own_kernel_that_a_group_of_channels_shares()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([2, 6, 5, 4], -1, 1, new RandomGenerator(1));
        Tensor kernels = Tensor.Uniform([2, 3 * 9, 3, 2], -1, 1, new RandomGenerator(2));
        double[] values = x.ToDoubles(), weights = kernels.ToDoubles(), y = x.Involution2d(kernels, 3, 2, 1).ToDoubles();
        for (int n = 0; n < 2; n++)
            for (int c = 0; c < 6; c++)
                for (int i = 0; i < 3; i++)
                    for (int j = 0; j < 2; j++)
                        Assert.Equal(Plain(n, c, i, j), y[((n * 6 + c) * 3 + i) * 2 + j], 1e-5);

        double Plain(int n, int c, int i, int j)
        {
            double sum = 0;
            for (int u = 0; u < 3; u++)
            {
                for (int v = 0; v < 3; v++)
                {
                    int h = 2 * i - 1 + u, w = 2 * j - 1 + v;
                    if (h < 0 || h >= 5 || w < 0 || w >= 4) continue;
                    sum += weights[((n * 27 + c / 2 * 9 + u * 3 + v) * 3 + i) * 2 + j] * values[((n * 6 + c) * 5 + h) * 4 + w];
                }
            }
            return sum;
        }
    }

    [Theory]
    [InlineData(7, 6, 1, 7, 6)]
    [InlineData(7, 5, 2, 4, 3)]
    [InlineData(8, 6, 2, 4, 3)]
    [InlineData(7, 8, 3, 3, 3)]
    [InlineData(1, 1, 2, 1, 1)]
    [InlineData(1, 3, 4, 1, 1)]
    public void Odd_sizes_keep_their_last_row_and_column(int height, int width, int stride, int outHeight, int outWidth)
    {
        using var scope = new TensorScope();
        using var layer = new Involution2d(4, 5, stride);
        layer.Eval();
        Assert.Equal([2, 4, outHeight, outWidth], layer.Forward(Tensor.Zeros([2, 4, height, width])).Shape);
    }

    [Fact]
    public void State_is_the_authors()
    {
        using var layer = new Involution2d(32, 7);
        Assert.Equal(
            "conv1.conv.weight [8, 32, 1, 1], conv1.bn.weight [8], conv1.bn.bias [8], conv2.conv.weight [98, 8, 1, 1], conv2.conv.bias [98]",
            string.Join(", ", layer.NamedParameters().Select(p => $"{p.Name} {p.Parameter.Value.Shape}")));
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() => RepeatedRuns.AreEqual(
        device => new Involution2d(20, 3, 2, new() { GroupChannels = 10 }, new RandomGenerator(1), device), [3, 20, 11, 13]);

    [Fact]
    public void Kernels_must_have_taps_for_each_group() => Throws(
        "[involution] kernels must hold 9 taps for each group, and the groups divide the channels. " +
        "Got input [1, 6, 5, 5], kernels [1, 36, 5, 5], kernel (3, 3), stride (1, 1), padding (1, 1), dilation (1, 1).",
        () => Tensor.Zeros([1, 6, 5, 5]).Involution2d(Tensor.Zeros([1, 36, 5, 5]), 3, padding: 1));

    [Fact]
    public void There_is_a_kernel_for_each_output() => Throws(
        "[involution] there must be a kernel for each output, 3 x 3, and at least one output. " +
        "Got input [1, 6, 5, 5], kernels [1, 18, 5, 5], kernel (3, 3), stride (1, 1), padding (0, 0), dilation (1, 1).",
        () => Tensor.Zeros([1, 6, 5, 5]).Involution2d(Tensor.Zeros([1, 18, 5, 5]), 3));

    [Fact]
    public void Images_have_kernels_of_their_own() => Throws(
        "[involution] input [N, C, H, W] needs kernels [N, G kH kW, H', W']. " +
        "Got input [2, 6, 5, 5], kernels [1, 18, 3, 3], kernel (3, 3), stride (1, 1), padding (0, 0), dilation (1, 1).",
        () => Tensor.Zeros([2, 6, 5, 5]).Involution2d(Tensor.Zeros([1, 18, 3, 3]), 3));

    [Fact]
    public void Sizes_are_at_least_one() => Throws(
        "[involution] kernel, stride and dilation must be at least 1 and padding at least 0. " +
        "Got input [1, 6, 5, 5], kernels [1, 18, 3, 3], kernel (3, 3), stride (0, 0), padding (0, 0), dilation (1, 1).",
        () => Tensor.Zeros([1, 6, 5, 5]).Involution2d(Tensor.Zeros([1, 18, 3, 3]), 3, stride: 0));

    [Fact]
    public void Types_are_the_same() => Throws(
        "[involution] input and kernels must be of one floating-point type. Got input f32 [1, 2, 3, 3] channels-last on cpu, kernels f64 [1, 9, 1, 1] channels-last on cpu.",
        () => Tensor.Zeros([1, 2, 3, 3]).Involution2d(Tensor.Zeros([1, 9, 1, 1], ElementType.Float64), 3));

    [Fact]
    public void The_layers_kernel_is_odd() => Throws(
        "[involution] all numbers must be at least 1, and the kernel odd. Got 16 channels, kernel 4, stride (1, 1), group channels 16, reduction 4.",
        () => new Involution2d(16, 4));

    [Fact]
    public void Group_channels_divide_the_channels() => Throws(
        "[involution] group channels must divide the channels. Got 20 channels, kernel 3, stride (1, 1), group channels 16, reduction 4.",
        () => new Involution2d(20, 3));

    [Fact]
    public void The_layer_has_its_channels() => Throws(
        "[involution] the input must be [N, 16, H, W]. Got [1, 8, 4, 4].", () => new Involution2d(16, 3).Forward(Tensor.Zeros([1, 8, 4, 4])));

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
