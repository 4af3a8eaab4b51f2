using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DifferenceConv;

public class LocalBinaryPatternTests
{
    [Fact]
    public void Each_neighbour_has_its_bit_clockwise_from_above_left()
    {
        using var scope = new TensorScope();
        int[] order = [0, 1, 2, 5, 8, 7, 6, 3];
        for (int n = 0; n < 8; n++)
        {
            float[] image = new float[9];
            image[4] = 1;
            image[order[n]] = 2;
            Assert.Equal([(double)(1 << n)], Tensor.FromArray(image, [1, 1, 3, 3]).LocalBinaryPattern().ToDoubles());
        }
    }

    [Fact]
    public void A_constant_image_is_255_and_brightness_does_not_matter()
    {
        using var scope = new TensorScope();
        Assert.All(Tensor.Full([2, 3, 5, 6], 7).LocalBinaryPattern().ToDoubles(), code => Assert.Equal(255, code));
        Tensor x = Tensor.Normal([1, 2, 8, 9], generator: new RandomGenerator(1));
        Assert.Equal(x.LocalBinaryPattern(2).ToDoubles(), (x * 4).LocalBinaryPattern(2).ToDoubles());
        Assert.Equal([1, 2, 4, 5], x.LocalBinaryPattern(2).Shape);
    }

    [Fact]
    public void No_gradient_flows_through_steps()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Normal([1, 1, 5, 5], generator: new RandomGenerator(1));
        x.RequiresGrad = true;
        (x.LocalBinaryPattern().Sum() + x.Sum()).Backward();
        Assert.All(x.Gradient!.ToDoubles(), value => Assert.Equal(1, value));
    }

    [Fact]
    public void What_does_not_fit_is_refused() => Assert.Equal(
        "[local binary pattern] the input must be [N, C, H, W] of floating-point numbers with H and W above twice the radius, which is at least 1. " +
        "Got f32 [1, 1, 4, 5] channels-last on cpu, radius 2.",
        Assert.Throws<ArgumentException>(() => Tensor.Zeros([1, 1, 4, 5]).LocalBinaryPattern(2)).Message);
}
