using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.RegionConv;

public class RegionConvTests
{
    [Fact]
    public void Each_pixel_has_the_filter_of_its_region()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(3, 5, 3, 4, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 7, 6], -1, 1, new RandomGenerator(2));
        Tensor filters = layer.Filters(x);
        int[] map = layer.RegionMap(x).ToArray<int>();
        float[] actual = layer.Forward(x).ToArray<float>();
        float[][] all = [.. Enumerable.Range(0, 4).Select(t => x.PerSampleConv2d(filters.Slice(0, 2 * t, 2), padding: 1).ToArray<float>())];
        for (int i = 0; i < actual.Length; i++)
        {
            int n = i / (5 * 42), pixel = i % 42;
            Assert.Equal(all[map[n * 42 + pixel]][i], actual[i], 1e-5);
        }
        Assert.True(map.Distinct().Count() > 1);
    }

    [Fact]
    public void Filters_are_the_same_for_any_guide_and_differ_from_image_to_image()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(3, 5, 3, 2, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 7, 6], -1, 1, new RandomGenerator(2));
        Tensor filters = layer.Filters(x);
        Assert.Equal([4, 5, 3, 3, 3], filters.Shape);
        Assert.Equal(layer.Filters(x.Slice(0, 1, 1)).Slice(0, 1, 1).ToArray<float>(), filters.Slice(0, 3, 1).ToArray<float>());
        Assert.NotEqual(filters.Slice(0, 2, 1).ToArray<float>(), filters.Slice(0, 3, 1).ToArray<float>());
    }

    [Fact]
    public void First_filters_have_the_deviation_of_He()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(64, 64, generator: new RandomGenerator(1));
        double[] filters = layer.Filters(Tensor.Uniform([1, 64, 6, 6], -1, 1, new RandomGenerator(2))).ToDoubles();
        Assert.Equal(Math.Sqrt(2.0 / 576), Math.Sqrt(filters.Average(v => v * v)), 0.008);
    }

    [Fact]
    public void Of_equal_guides_the_first_region_wins()
    {
        using var scope = new TensorScope();
        Tensor filters = Tensor.FromArray<float>([2, 3], [2, 1, 1, 1, 1]);
        Tensor guide = Tensor.FromArray<float>([1, 1, 0, 1, 2, 0], [1, 2, 1, 3]);
        Assert.Equal([2, 3, 2], Tensor.Full([1, 1, 1, 3], 1).RegionConv2d(guide, filters).ToArray<float>());
    }

    [Fact]
    public void Occupancy_is_the_share_of_pixels()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(1, 1, 1, 3);
        layer.GuideConv.Weight.Value.Write<float>([1, 0, -1]);
        layer.GuideConv.Bias!.Value.Write<float>([0, 0.5f, 0]);
        Tensor x = Tensor.FromArray<float>([1, 1, 0, 0.2f, -0.2f, -1, -2, 3], [1, 1, 2, 4]);
        Assert.Equal([3 / 8.0, 3 / 8.0, 2 / 8.0], layer.Occupancy(x));
        Assert.Equal([0, 0, 0], layer.Occupancy(Tensor.Zeros([0, 1, 2, 4])));
    }

    [Fact]
    public void A_second_derivative_is_refused_by_name()
    {
        using var scope = new TensorScope();
        using var layer = new DRConv2d(2, 3, 3, 2, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([1, 2, 5, 5], -1, 1, new RandomGenerator(2));
        x.RequiresGrad = true;
        Tensor dx = Gradients.Of(layer.Forward(x), [x], createGraph: true, gradient: Tensor.Full([1, 3, 5, 5], 1))[0];
        var fault = Assert.Throws<NotSupportedException>(() => dx.Square().Sum().Backward());
        Assert.Equal("[autograd] drconv supports derivatives up to order 1. Got a request for order 2.", fault.Message);
    }

    [Fact]
    public void A_region_without_pixels_gets_no_gradient_but_its_guide_does()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 2, 4, 4], -1, 1, new RandomGenerator(1));
        Tensor filters = Tensor.Uniform([2, 3, 2, 1, 1], -1, 1, new RandomGenerator(2), order: MemoryOrder.PerSampleFilter);
        Tensor guide = Tensor.Concat(1, Tensor.Full([1, 1, 4, 4], 1), Tensor.Zeros([1, 1, 4, 4]));
        filters.RequiresGrad = guide.RequiresGrad = true;
        Tensor[] gradients = Gradients.Of(x.RegionConv2d(guide, filters), [filters, guide], gradient: Tensor.Uniform([1, 3, 4, 4], -1, 1, new RandomGenerator(3)));
        Assert.All(gradients[0].Slice(0, 1, 1).ToArray<float>(), g => Assert.Equal(0, g));
        Assert.Contains(gradients[0].Slice(0, 0, 1).ToArray<float>(), g => g != 0);
        Assert.All(gradients[1].Slice(1, 1, 1).ToArray<float>(), g => Assert.NotEqual(0, g));
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() => RepeatedRuns.AreEqual(
        device => new DRConv2d(5, 19, 3, 3, generator: new RandomGenerator(1), device: device), [3, 5, 9, 8]);

    [Fact]
    public void Filters_are_for_each_region_of_each_sample() => Throws(
        "[drconv] input [N, I, H, W] and guide [N, m, H', W'] need filters [m N, O, I, kH, kW]. Got input [2, 3, 4, 4], guide [2, 2, 4, 4], filters [3, 5, 3, 3, 3].",
        () => Tensor.Zeros([2, 3, 4, 4]).RegionConv2d(Tensor.Zeros([2, 2, 4, 4]), Tensor.Zeros([3, 5, 3, 3, 3]), padding: 1));

    [Fact]
    public void The_guide_has_the_outputs_size() => Throws(
        "[drconv] the guide must have the output's size, 2 x 2. Got input [1, 3, 4, 4], guide [1, 2, 4, 4], filters [2, 5, 3, 3, 3].",
        () => Tensor.Zeros([1, 3, 4, 4]).RegionConv2d(Tensor.Zeros([1, 2, 4, 4]), Tensor.Zeros([2, 5, 3, 3, 3])));

    [Fact]
    public void Numbers_of_the_layer_are_checked() => Throws(
        "[drconv] channels and regions must be at least 1 and the kernel odd. Got 3 to 4 channels, 0 regions, kernel 2.", () => new DRConv2d(3, 4, 2, 0));

    [Fact]
    public void Groups_divide_the_channels() => Throws(
        "[drconv] groups must be at least 1 and divide the channels. Got 3 to 4 channels, 2 groups.", () => new DRConv2d(3, 4, groups: 2));

    [Fact]
    public void The_bias_is_one_of_the_output_channels() => Throws(
        "[drconv] the bias must be [O]. Got input [2, 3, 4, 4], guide [2, 1, 2, 2], filters [2, 5, 3, 3, 3], bias [2, 5].",
        () => Tensor.Zeros([2, 3, 4, 4]).RegionConv2d(Tensor.Zeros([2, 1, 2, 2]), Tensor.Zeros([2, 5, 3, 3, 3]), bias: Tensor.Zeros([2, 5])));

    [Fact]
    public void The_layer_has_its_channels() => Throws(
        "[drconv] the input must be [N, 3, H, W]. Got [1, 2, 4, 4].", () => new DRConv2d(3, 4).Forward(Tensor.Zeros([1, 2, 4, 4])));

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
