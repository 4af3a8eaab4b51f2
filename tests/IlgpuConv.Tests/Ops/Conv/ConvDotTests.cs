using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Convolutions to up to four, or to eight, channels, whose lanes run over what is summed, and their weight gradients.</summary>
public class ConvDotTests
{
    [Theory]
    [InlineData(64, 1, 5, 40)]
    [InlineData(17, 2, 4, 35)]
    [InlineData(5, 3, 3, 19)]
    [InlineData(30, 4, 6, 9)]
    [InlineData(2, 1, 7, 33)]
    [InlineData(3, 3, 5, 40)]
    [InlineData(16, 1, 1, 1)]
    [InlineData(64, 8, 5, 37)]
    [InlineData(32, 8, 2, 3)]
    public void Forward_and_gradients_of_any_size(int channels, int outChannels, int height, int width)
    {
        foreach ((int kernel, Padding2 padding, Pair stride, Pair dilation) in ((int, Padding2, Pair, Pair)[])[(3, 1, 1, 1), (5, 4, 1, 2), (3, ((2, 0), (1, 3)), (1, 2), (1, 2)), (1, 0, 1, 1)])
            EveryWidth.Check([2, channels, height, width], [outChannels, channels, kernel, kernel], [outChannels], (x, w, b) => x.Conv2d(w, b, stride, padding, dilation));
    }

    [Fact]
    public void Signals_and_volumes()
    {
        EveryWidth.Check([2, 20, 70], [1, 20, 9], [1], (x, w, b) => x.Conv1d(w, b, padding: 4));
        EveryWidth.Check([1, 18, 3, 4, 20], [2, 18, 3, 3, 3], [2], (x, w, b) => x.Conv3d(w, b, padding: 1));
    }

    [Fact]
    public void Activations_are_part_of_the_kernel()
    {
        using var scope = new TensorScope();
        var generator = new RandomGenerator(7);
        Tensor x = Tensor.Normal([1, 32, 9, 40], generator: generator), w = Tensor.Normal([3, 32, 3, 3], generator: generator), b = Tensor.Normal([3], generator: generator);
        ConvShape shape = ConvShape.Of("conv", x.Shape, w.Shape, b.Shape, [new(1, 1, 1), new(1, 1, 1)]);
        Assert.IsType<DotGather>(ConvRun.Plan(shape, ConvDirection.Forward, x).Implementation);
        float[] sums = ConvRun.Forward(shape, x, w, b).ToArray<float>();
        Assert.Equal(Array.ConvertAll(sums, s => Math.Max(s, 0)), ConvRun.Forward(shape, x, w, b, ConvActivation.Relu).ToArray<float>());
        Assert.Equal(Array.ConvertAll(sums, s => Math.Clamp(s, 0, 6)), ConvRun.Forward(shape, x, w, b, ConvActivation.Relu6).ToArray<float>());
    }

    [Fact]
    public void What_is_not_a_number_stays_within_the_windows_that_cover_it()
    {
        using var scope = new TensorScope();
        const int Channels = 5, Height = 3, Width = 60, Bad = 30;
        float[] clean = [.. Enumerable.Range(0, Channels * Height * Width).Select(i => MathF.Sin(i))], spoilt = [.. clean];
        for (int i = 0; i < clean.Length; i++)
            if (i % Width == Bad) spoilt[i] = float.NaN;
        Tensor w = Tensor.Normal([2, Channels, 3, 3], generator: new RandomGenerator(3));
        float[] expected = Tensor.FromArray(clean, [1, Channels, Height, Width]).Conv2d(w, padding: 1).ToArray<float>();
        float[] actual = Tensor.FromArray(spoilt, [1, Channels, Height, Width]).Conv2d(w, padding: 1).ToArray<float>();
        for (int i = 0; i < actual.Length; i++)
        {
            if (Math.Abs((i % Width) - Bad) <= 1) Assert.True(float.IsNaN(actual[i]), $"{i}: {actual[i]}");
            else Assert.Equal(expected[i], actual[i], 1e-4f);
        }
    }

    [Fact]
    public void Plans_say_so()
    {
        Assert.Equal("forward: each position a sum whose lanes run over taps and channels", Plan(ConvDirection.Forward, 64, 3));
        Assert.Equal("forward: each position a sum whose lanes run over taps and channels", Plan(ConvDirection.Forward, 64, 8));
        Assert.StartsWith("forward: tiles", Plan(ConvDirection.Forward, 64, 8, lanes: 8), StringComparison.Ordinal);
        Assert.Equal("input gradient: each position a sum whose lanes run over taps and channels", Plan(ConvDirection.InputGradient, 1, 64));
        Assert.Equal("weight gradient: that of the convolution from 3 channels to 64", Plan(ConvDirection.WeightGradient, 64, 3));
        Assert.Equal("forward: 3 channels of an image side by side in vectors of 16, 4 rows together", Plan(ConvDirection.Forward, 3, 3));
        Assert.StartsWith("forward: tiles", Plan(ConvDirection.Forward, 64, 5), StringComparison.Ordinal);
        Assert.StartsWith("forward: tiles", Plan(ConvDirection.Forward, 21, 8), StringComparison.Ordinal);
        Assert.StartsWith("weight gradient: tiles", Plan(ConvDirection.WeightGradient, 64, 64), StringComparison.Ordinal);
    }

    private static string Plan(ConvDirection direction, int channels, int outChannels, int lanes = 16)
    {
        using var direct = new ConvAlgorithmScope(ConvAlgorithm.Direct);
        ConvShape shape = ConvShape.Of("conv", [1, channels, 56, 56], [outChannels, channels, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)]);
        return ConvPlan.Of(shape, direction, lanes, new(Runtime.DeviceKind.Cpu, lanes, 2, 32, 1 << 30, true, true)).ToString();
    }
}
