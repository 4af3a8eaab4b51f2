using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Resize;

public class UpsamplingTests
{
    [Fact]
    public void The_nearest_pixel_and_the_line_between_pixel_centres()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray<float>([0, 4, 8], [1, 1, 3]);
        Assert.Equal([0, 0, 4, 4, 8, 8], x.Upsample(2).ToDoubles());
        Assert.Equal([0, 1, 3, 5, 7, 8], x.Upsample(2, ResizeMode.Linear).ToDoubles());
        Assert.Equal([0, 0, 0, 4, 4, 8, 8], x.Resize([7]).ToDoubles());
    }

    /// <summary>And so what the adjoint hands to the inputs sums to the number of outputs: it finds each output that reads an input once.</summary>
    [Theory]
    [InlineData(ResizeMode.Nearest)]
    [InlineData(ResizeMode.Linear)]
    public void Weights_of_every_output_sum_to_1_for_every_size(ResizeMode mode)
    {
        using var scope = new TensorScope();
        for (int input = 1; input <= 24; input++)
        {
            for (int output = 1; output <= 50; output++)
            {
                Tensor x = Tensor.Full([1, 1, input], 1, ElementType.Float64);
                x.RequiresGrad = true;
                Tensor y = x.Resize([output], mode);
                Assert.All(y.ToDoubles(), v => Assert.Equal(1, v, 1e-14));
                double[] dx = Gradients.Of(y, [x], gradient: Tensor.Full(y.Shape, 1, ElementType.Float64))[0].ToDoubles();
                Assert.Equal(output, dx.Sum(), 1e-12);
            }
        }
    }

    [Fact]
    public void A_sub_pixel_convolution_begins_without_a_checkerboard()
    {
        using var scope = new TensorScope();
        using var layer = new SubPixelConv2d(3, 2, 3, factor: 3, generator: new RandomGenerator(1));
        double[] y = layer.Forward(Tensor.Uniform([1, 3, 4, 5], -1, 1, new RandomGenerator(2))).ToDoubles();
        for (int c = 0; c < 2; c++)
            for (int i = 0; i < 12; i++)
                for (int j = 0; j < 15; j++) Assert.Equal(y[(c * 12 + i / 3 * 3) * 15 + j / 3 * 3], y[(c * 12 + i) * 15 + j]);
        Assert.Equal(3 * 9 * 18 + 18, layer.Parameters().Sum(p => p.Value.Shape.Elements));
        using var plain = new SubPixelConv2d(3, 2, 3, factor: 3, icnr: false, generator: new RandomGenerator(1));
        Assert.NotEqual(plain.Conv.Weight.Value.ToDoubles(), layer.Conv.Weight.Value.ToDoubles());
    }

    /// <summary>In the interior the bilinear transposed convolution is the bilinear resize.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_transposed_convolution_that_begins_bilinear_is_the_bilinear_resize(int scale)
    {
        using var scope = new TensorScope();
        int kernel = 2 * scale - scale % 2, padding = scale / 2;
        using var layer = new ConvTranspose2d(3, 3, kernel, scale, padding, groups: 3, hasBias: false);
        using var dense = new ConvTranspose2d(3, 3, kernel, scale, padding, hasBias: false);
        UpsamplingWeights.Bilinear(layer.Weight);
        UpsamplingWeights.Bilinear(dense.Weight);
        Tensor x = Tensor.Uniform([1, 3, 6, 5], -1, 1, new RandomGenerator(3));
        double[] expected = x.Upsample(scale, ResizeMode.Linear).ToDoubles();
        foreach (Tensor y in (Tensor[])[layer.Forward(x), dense.Forward(x)])
        {
            Assert.Equal(new Shape(1, 3, 6 * scale, 5 * scale), y.Shape);
            double[] actual = y.ToDoubles();
            for (int c = 0; c < 3; c++)
                for (int i = scale; i < 5 * scale; i++)
                    for (int j = scale; j < 4 * scale; j++)
                        Assert.Equal(expected[(c * 6 * scale + i) * 5 * scale + j], actual[(c * 6 * scale + i) * 5 * scale + j], 1e-6);
        }
    }

    [Fact]
    public void A_resize_convolution_is_the_resize_and_the_convolution()
    {
        using var scope = new TensorScope();
        using var layer = new ResizeConv2d(3, 4, 3, scale: 2, mode: ResizeMode.Linear, generator: new RandomGenerator(4));
        Tensor x = Tensor.Uniform([2, 3, 5, 4], -1, 1, new RandomGenerator(5));
        Tensor y = layer.Forward(x);
        Assert.Equal(new Shape(2, 4, 10, 8), y.Shape);
        Assert.Equal(x.Resize([10, 8], ResizeMode.Linear).Conv2d(layer.Conv.Weight, layer.Conv.Bias, padding: 1).ToDoubles(), y.ToDoubles());
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Throws(
            "[resize] the input must be [N, C, W], [N, C, H, W] or [N, C, D, H, W] and there must be a size for each spatial axis. Got size [4], mode Nearest for [1, 2, 3, 3].",
            () => Tensor.Zeros([1, 2, 3, 3]).Resize([4]));
        Throws("[resize] sizes must be at least 1, before and after. Got size [4, 0], mode Linear for [1, 2, 3, 3].", () => Tensor.Zeros([1, 2, 3, 3]).Resize([4, 0], ResizeMode.Linear));
        Throws("[resize] the scale must be at least 1. Got 0 for [1, 2, 3, 3].", () => Tensor.Zeros([1, 2, 3, 3]).Upsample(0));
        Throws("[resize] the scale must be at least 1. Got 0.", () => new ResizeConv2d(3, 3, 3, 0));
        Throws("[resize] the element type must be f32 or f64. Got i32 [1, 2, 3] channels-last on cpu.", () => Tensor.Zeros([1, 2, 3], ElementType.Int32).Resize([4]));
        Throws(
            "[pixel shuffle] the input must be [N, C, H, W] and its channels a multiple of the square of a factor of at least 1. Got factor 2 for [1, 6, 3, 3].",
            () => Tensor.Zeros([1, 6, 3, 3]).PixelShuffle(2));
        Throws(
            "[pixel unshuffle] the input must be [N, C, H, W] and height and width multiples of a factor of at least 1. Got factor 2 for [1, 6, 3, 4].",
            () => Tensor.Zeros([1, 6, 3, 4]).PixelUnshuffle(2));
        Throws("[pixel shuffle] the factor must be at least 1. Got 0.", () => new SubPixelConv2d(3, 3, 3, 0));
        Throws(
            "[icnr] the output channels must be a multiple of the square of a factor of at least 1. Got factor 2 for [6, 3, 3, 3].",
            () => { UpsamplingWeights.Icnr(new Conv2d(3, 6, 3).Weight, 2); return 0; });
        Throws(
            "[bilinear] the filter must be [C, C, kH, kW], or [C, 1, kH, kW] for one channel a group. Got [6, 3, 3, 3].",
            () => { UpsamplingWeights.Bilinear(new ConvTranspose2d(6, 3, 3).Weight); return 0; });
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
