using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.AdaptiveField;

public class SoftRadiusTests
{
    [Fact]
    public void Taps_count_by_their_distance_from_the_radius()
    {
        using var scope = new TensorScope();
        using var layer = new SoftRadiusConv2d(1, 1, 5, options: new() { InitialRadius = 1.3, Threshold = 0 });
        layer.Weight.Value.Fill(1);
        layer.Router.Second.Weight.Value.Fill(0);
        Tensor x = Tensor.Full([1, 1, 4, 4], 1);
        Assert.Equal(1.3, layer.Radius(x).ToScalar(), 1e-6);
        float[] filter = layer.Filters(x).ToArray<float>();
        for (int i = 0; i < 25; i++)
        {
            int ring = Math.Max(Math.Abs(i / 5 - 2), Math.Abs(i % 5 - 2));
            Assert.Equal(Factor(1.3 - ring), filter[i], 1e-6);
        }
        Assert.Equal(1 + 2 * (Factor(0.3) + Factor(-0.7)), layer.ExpectedField(x).ToScalar(), 1e-5);

        static double Factor(double distance) => 1 / (1 + Math.Exp(-distance / 0.5));
    }

    [Fact]
    public void Inference_cuts_what_counts_less_than_the_threshold()
    {
        using var scope = new TensorScope();
        SoftRadiusOptions options = new() { InitialRadius = 1.2, Threshold = 0.1, Router = new() { Temperature = TemperatureSchedule.Constant(0.3) } };
        using var layer = new SoftRadiusConv2d(3, 4, 9, options: options, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 9, 8], -0.1, 0.1, new RandomGenerator(2));
        Tensor soft = layer.Forward(x);
        Assert.Equal([2, 4, 3, 9, 9], layer.Filters(x).Shape);
        layer.Eval();
        Tensor filters = layer.Filters(x);
        Assert.Equal([2, 4, 3, 3, 3], filters.Shape);
        Tensor hard = layer.Forward(x);
        Assert.Equal(soft.Shape, hard.Shape);
        Assert.All(soft.Sub(hard).ToArray<float>(), d => Assert.InRange(d, -0.1, 0.1));
    }

    [Fact]
    public void Each_image_keeps_its_own_radius_in_inference()
    {
        using var scope = new TensorScope();
        SoftRadiusOptions options = new() { Threshold = 0.3, Router = new() { Temperature = TemperatureSchedule.Constant(0.2), Hidden = 1 } };
        using var layer = new SoftRadiusConv2d(1, 1, 5, options: options);
        layer.Weight.Value.Fill(1);
        layer.Router.First.Weight.Value.Fill(1);
        layer.Router.First.Bias!.Value.Fill(0);
        layer.Router.Second.Weight.Value.Fill(1);
        layer.Router.Second.Bias!.Value.Fill(0);
        layer.Eval();
        Tensor x = Tensor.Concat(0, Tensor.Full([1, 1, 3, 3], 0.5), Tensor.Full([1, 1, 3, 3], 2));
        float[] radius = layer.Radius(x).ToArray<float>();
        Assert.Equal(Math.Log(1 + Math.Exp(0.5)), radius[0], 1e-6);
        Assert.Equal(Math.Log(1 + Math.Exp(2)), radius[1], 1e-6);
        float[][] filters = [.. layer.Filters(x).ToArray<float>().Chunk(25)];
        Assert.Equal(9, filters[0].Count(f => f != 0));
        Assert.Equal(25, filters[1].Count(f => f != 0));
    }

    [Fact]
    public void A_large_radius_is_its_logit_and_a_small_one_stays_above_zero()
    {
        using var scope = new TensorScope();
        using var layer = new SoftRadiusConv2d(1, 1, 3);
        layer.Router.Second.Weight.Value.Fill(0);
        layer.Router.Second.Bias!.Value.Fill(200);
        Assert.Equal(200, layer.Radius(Tensor.Zeros([1, 1, 2, 2])).ToScalar());
        layer.Router.Second.Bias!.Value.Fill(-10);
        Assert.Equal(Math.Exp(-10), layer.Radius(Tensor.Zeros([1, 1, 2, 2])).ToScalar(), 1e-7);
    }

    [Fact]
    public void The_kernel_is_odd() => AdaptiveFieldTests.Throws(
        "[soft radius] channels and groups must be at least 1, the groups divide the channels and the kernel be odd. Got 3 to 4 channels, 1 groups, kernel 4.",
        () => new SoftRadiusConv2d(3, 4, 4));

    [Fact]
    public void Numbers_of_the_options_are_checked() => AdaptiveFieldTests.Throws(
        "[soft radius] the first radius must be above 0 and the threshold lie in [0, 1). Got 1.5 and 1.",
        () => new SoftRadiusConv2d(3, 4, 3, options: new() { Threshold = 1 }));

    [Fact]
    public void The_layer_has_its_channels() => AdaptiveFieldTests.Throws(
        "[soft radius] the input must be [N, 3, H, W]. Got [1, 2, 4, 4].", () => new SoftRadiusConv2d(3, 4, 3).Forward(Tensor.Zeros([1, 2, 4, 4])));
}
