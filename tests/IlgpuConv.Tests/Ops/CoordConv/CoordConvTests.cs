using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.CoordConv;

public class CoordConvTests
{
    [Fact]
    public void Coordinates_run_from_minus_1_to_1_and_an_axis_of_one_has_0()
    {
        using var scope = new TensorScope();
        Tensor y = Tensor.Zeros([1, 1, 3, 2]).WithCoordinates(CoordinateChannels.PlacesAndRadius);
        double root = Math.Sqrt(2);
        double[] expected = [0, 0, 0, 0, 0, 0, -1, 1, -1, 1, -1, 1, -1, -1, 0, 0, 1, 1, root, root, 1, 1, root, root];
        Assert.All(expected.Zip(y.ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.Equal([0.0, 0, 0, -1, 0, 1], Tensor.Zeros([1, 1, 3]).WithCoordinates().ToDoubles());
        Assert.Equal([7.0, 0, 0], Tensor.Full([1, 1, 1, 1], 7).WithCoordinates().ToDoubles());
        double centred = Math.Sqrt(0.5);
        Assert.Equal(centred, Tensor.Zeros([1, 1, 1, 1]).WithCoordinates(new(false, true, 0.5)).ToDoubles()[1], 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_layer_is_a_convolution_of_the_input_with_its_coordinates(bool hasBias)
    {
        using var scope = new TensorScope();
        var layer = new CoordConv2d(3, 4, 3, CoordinateChannels.PlacesAndRadius, stride: 2, padding: 1, hasBias: hasBias, generator: new RandomGenerator(1));
        layer.To(ElementType.Float64);
        Tensor x = Tensor.Normal([2, 3, 7, 6], generator: new RandomGenerator(2), type: ElementType.Float64);
        double[] expected = x.WithCoordinates(CoordinateChannels.PlacesAndRadius).Conv2d(layer.Weight, layer.Bias, 2, 1).ToDoubles();
        Assert.All(expected.Zip(layer.Forward(x).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        using var noGrad = new NoGrad();
        Assert.All(expected.Zip(layer.Forward(x).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Same(layer.CoordinateMap(7, 6), layer.CoordinateMap(7, 6));
        Assert.Equal([1, 4, 4, 3], layer.CoordinateMap(7, 6).Shape);
    }

    [Fact]
    public void The_kept_map_follows_the_filter()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var layer = new CoordConv2d(1, 1, 1, hasBias: false);
        Tensor x = Tensor.Zeros([1, 1, 2, 2]);
        layer.Weight.Value.Fill(1);
        Assert.Equal([-2.0, 0, 0, 2], layer.Forward(x).ToDoubles());
        layer.Weight.Value.Fill(3);
        Assert.Equal([-6.0, 0, 0, 6], layer.Forward(x).ToDoubles());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = new TensorScope();
        Refused(
            "[coord conv] the input must be [N, C, H, W] and the weight [O, C + 2, kH, kW] of one floating-point type. " +
            "Got input f32 [1, 3, 4, 4] channels-last on cpu, weight f32 [2, 3, 3, 3] filter on cpu.",
            () => Tensor.Zeros([1, 3, 4, 4]).CoordConv2d(Tensor.Zeros([2, 3, 3, 3], order: MemoryOrder.Filter)));
        Refused(
            "[coord conv] channels, kernel, stride and dilation must be at least 1. Got inChannels 0, outChannels 4, kernel (3, 3), stride (1, 1), dilation (1, 1).",
            () => new CoordConv2d(0, 4, 3));
        Refused(
            "[coord conv] the input must be [N, C, spatial...] of floating-point numbers with one to three spatial axes. Got f32 [3, 4] row-major on cpu.",
            () => Tensor.Zeros([3, 4]).WithCoordinates());

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
