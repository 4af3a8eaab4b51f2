using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.OctaveConv;

public class OctaveConvTests
{
    [Theory]
    [InlineData(8, 8, 1)]
    [InlineData(7, 9, 1)]
    [InlineData(7, 9, 2)]
    [InlineData(6, 5, 2)]
    [InlineData(1, 1, 1)]
    public void Sizes_even_and_odd_come_out_and_in_again(int height, int width, int stride)
    {
        using var scope = new TensorScope();
        var layer = new OctaveConv2d(6, 10, 3, 0.5, 0.3, stride, 1, generator: new RandomGenerator(1));
        Tensor high = Tensor.Normal([2, 3, height, width]), low = high.OctaveDown();
        (Tensor? y, Tensor? z) = layer.Forward(high, low);
        int Size(int size) => (size + stride - 1) / stride;
        Assert.Equal([2, 7, Size(height), Size(width)], y!.Shape);
        Assert.Equal([2, 3, (Size(height) + 1) / 2, (Size(width) + 1) / 2], z!.Shape);
        (y.Sum() + z.Sum()).Backward();
        Assert.All(layer.Parameters(), parameter => Assert.NotNull(parameter.Gradient));
    }

    [Theory]
    [InlineData(0, 0, "high_to_high,high_bias")]
    [InlineData(0, 0.5, "high_to_high,high_to_low,high_bias,low_bias")]
    [InlineData(0.5, 0, "high_to_high,low_to_high,high_bias")]
    [InlineData(1, 1, "low_to_low,low_bias")]
    [InlineData(1, 0, "low_to_high,high_bias")]
    [InlineData(0, 1, "high_to_low,low_bias")]
    public void A_side_without_channels_has_no_filters(double alphaIn, double alphaOut, string names)
    {
        using var scope = new TensorScope();
        var layer = new OctaveConv2d(4, 6, 3, alphaIn, alphaOut, padding: 1);
        Assert.Equal(names.Split(','), layer.NamedParameters().Select(p => p.Name));
        Tensor? high = alphaIn < 1 ? Tensor.Normal([1, layer.HighIn, 6, 6]) : null, low = alphaIn > 0 ? Tensor.Normal([1, layer.LowIn, 3, 3]) : null;
        (Tensor? y, Tensor? z) = layer.Forward(high, low);
        Assert.Equal((alphaOut < 1, alphaOut > 0), (y is not null, z is not null));
        if (y is not null) Assert.Equal([1, layer.HighOut, 6, 6], y.Shape);
        if (z is not null) Assert.Equal([1, layer.LowOut, 3, 3], z.Shape);
    }

    [Fact]
    public void Without_low_channels_it_is_a_convolution()
    {
        using var scope = new TensorScope();
        var layer = new OctaveConv2d(4, 6, 3, 0, 0, padding: 1);
        Tensor x = Tensor.Normal([2, 4, 5, 6]);
        Assert.Equal(x.Conv2d(layer.HighToHigh!, layer.HighBias, padding: 1).ToArray<float>(), layer.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_constant_stays_constant_at_half_the_size()
    {
        using var scope = new TensorScope();
        foreach (OctaveLowPass lowPass in Enum.GetValues<OctaveLowPass>())
        {
            Tensor y = Tensor.Full([1, 2, 5, 7], 3).OctaveDown(lowPass);
            Assert.Equal([1, 2, 3, 4], y.Shape);
            Assert.All(y.ToDoubles(), value => Assert.Equal(3, value, 1e-5));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = new TensorScope();
        Refused(
            "[octave conv] channels, kernel and dilation must be at least 1, the stride 1 or 2, and each alpha 0 to 1. " +
            "Got inChannels 4, outChannels 4, kernel (3, 3), dilation (1, 1), stride 3, alphaIn 0.5, alphaOut 1.5.",
            () => new OctaveConv2d(4, 4, 3, 0.5, 1.5, 3));
        var layer = new OctaveConv2d(4, 4, 3, padding: 1);
        Refused(
            "[octave conv] the inputs must be [N, 2, H, W] and [N, 2, ceil(H / 2), ceil(W / 2)], absent without channels. Got [1, 2, 7, 7] and [1, 2, 3, 4].",
            () => layer.Forward(Tensor.Zeros([1, 2, 7, 7]), Tensor.Zeros([1, 2, 3, 4])));
        Refused(
            "[octave conv] the inputs must be [N, 2, H, W] and [N, 2, ceil(H / 2), ceil(W / 2)], absent without channels. Got [1, 2, 8, 8] and none.",
            () => layer.Forward(Tensor.Zeros([1, 2, 8, 8]), null));
        Refused("[octave conv] a layer with channels at half size has two images. Got one for 2 low channels in and 2 out.", () => layer.Forward(Tensor.Zeros([1, 2, 8, 8])));
        Refused(
            "[octave conv] the size must be at most twice that of the image. Got [1, 2, 2, 2] for 6 x 6.",
            () => new OctaveConv2d(4, 4, 3).Forward(Tensor.Zeros([1, 2, 8, 8]), Tensor.Zeros([1, 2, 4, 4])));

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
