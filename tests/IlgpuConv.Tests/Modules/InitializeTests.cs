using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Modules;

/// <summary>First values: the fans of groups and of transposed weights, and bounds and deviations of large samples.</summary>
public class InitializeTests
{
    [Theory]
    [InlineData(new[] { 64, 32, 3, 3 }, 288, 576)]
    [InlineData(new[] { 128, 2, 3, 3 }, 18, 1152)]
    [InlineData(new[] { 96, 1, 5 }, 5, 480)]
    [InlineData(new[] { 8, 4, 2, 3, 3 }, 72, 144)]
    [InlineData(new[] { 10, 6 }, 6, 10)]
    public void Fans(int[] shape, long fanIn, long fanOut) => Assert.Equal((fanIn, fanOut), (Initialize.FanIn(shape), Initialize.FanOut(shape)));

    [Fact]
    public void A_fan_needs_two_axes() => Assert.Equal(
        "[initialize] a fan needs a weight with at least two axes. Got [7].", Assert.Throws<ArgumentException>(() => Initialize.FanIn([7])).Message.Split(" (")[0]);

    [Fact]
    public void Uniform_values_fill_their_bounds()
    {
        Shape shape = [40, 25, 3, 3];
        Within(Initialize.KaimingUniform(shape, new RandomGenerator(1)), 1 / Math.Sqrt(225));
        Within(Initialize.KaimingUniform(shape, new RandomGenerator(2), slope: 0, fan: 100), Math.Sqrt(6.0 / 100));
        Within(Initialize.XavierUniform(shape, new RandomGenerator(3), gain: 2), 2 * Math.Sqrt(6.0 / (225 + 360)));

        static void Within(Tensor values, double bound)
        {
            using (values)
            {
                double[] numbers = values.ToDoubles();
                Assert.InRange(numbers.Max(Math.Abs), 0.99 * bound, bound * 1.000001);
                Assert.InRange(Math.Sqrt(numbers.Average(v => v * v)), 0.97 * bound / Math.Sqrt(3), 1.03 * bound / Math.Sqrt(3));
            }
        }
    }

    [Fact]
    public void Normal_values_have_their_deviation()
    {
        Shape shape = [64, 25, 3, 3];
        Near(Initialize.KaimingNormal(shape, new RandomGenerator(4)), Math.Sqrt(2.0 / 576));
        Near(Initialize.XavierNormal(shape, new RandomGenerator(5), gain: 0.5), 0.5 * Math.Sqrt(2.0 / (225 + 576)));

        static void Near(Tensor values, double deviation)
        {
            using (values) Assert.InRange(Math.Sqrt(values.ToDoubles().Average(v => v * v)), 0.97 * deviation, 1.03 * deviation);
        }
    }

    [Fact]
    public void Layers_of_groups_and_transposed_layers_use_the_second_size_of_their_weight()
    {
        using var grouped = new Conv2d(64, 128, 3, groups: 32, generator: new RandomGenerator(6));
        using var transposed = new ConvTranspose2d(64, 32, 4, 2, groups: 2, generator: new RandomGenerator(7));
        using var volume = new ConvTranspose3d(16, 4, (2, 3, 3), generator: new RandomGenerator(8));
        foreach ((Parameter weight, double fan) in ((Parameter, double)[])[(grouped.Weight, 2 * 9), (transposed.Weight, 16 * 16), (volume.Weight, 4 * 18)])
            Assert.InRange(weight.Value.ToDoubles().Max(Math.Abs), 0.98 / Math.Sqrt(fan), 1.000001 / Math.Sqrt(fan));
        Assert.InRange(transposed.Bias!.Value.ToDoubles().Max(Math.Abs), 0.5 / 16, 1.000001 / 16);
    }
}
