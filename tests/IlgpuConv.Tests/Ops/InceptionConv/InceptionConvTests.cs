using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.InceptionConv;

public class InceptionConvTests
{
    private static readonly DilationPattern s_pattern = new([new((1, 1), 3), new((2, 1), 4), new((1, 3), 1), new((4, 4), 2), new((1, 1), 2)]);

    [Theory]
    [InlineData(9, 11, 1, 1, 1)]
    [InlineData(9, 11, 2, 3, 1)]
    [InlineData(12, 5, 3, 1, 2)]
    [InlineData(2, 1, 1, 2, 4)]
    public void Each_run_is_an_ordinary_convolution(int height, int width, int strideH, int strideW, int groups)
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(3);
        Tensor x = Leaf(Tensor.Normal([2, 8, height, width], generator: random, type: ElementType.Float64));
        Tensor w = Leaf(Tensor.Normal([12, 8 / groups, 3, 3], generator: random, type: ElementType.Float64, order: MemoryOrder.Filter));
        Tensor b = Leaf(Tensor.Normal([12], generator: random, type: ElementType.Float64));
        Tensor expected = Tensor.Concat(1, [.. s_pattern.PerChannel.Select((dilation, o) =>
        {
            int from = o / (12 / groups) * (8 / groups);
            return x.Slice(1, from, 8 / groups).Conv2d(w.Slice(0, o, 1), b.Slice(0, o, 1), (strideH, strideW), (dilation.Height, dilation.Width), dilation);
        })]);
        Tensor actual = x.InceptionConv2d(w, s_pattern, b, (strideH, strideW), groups);
        Assert.Equal(expected.Shape, actual.Shape);
        Close(expected, actual);
        Tensor slope = Tensor.Normal(expected.Shape, generator: random, type: ElementType.Float64);
        Tensor[] wanted = Gradients.Of(expected, [x, w, b], gradient: slope), got = Gradients.Of(actual, [x, w, b], gradient: slope);
        for (int i = 0; i < 3; i++) Close(wanted[i], got[i]);
    }

    [Fact]
    public void Nothing_comes_of_no_images()
    {
        using var scope = new TensorScope();
        Tensor x = Leaf(Tensor.Zeros([0, 2, 5, 5])), w = Leaf(Tensor.Full([12, 2, 3, 3], 1, order: MemoryOrder.Filter));
        Tensor y = x.InceptionConv2d(w, s_pattern);
        Assert.Equal([0, 12, 5, 5], y.Shape);
        y.Sum().Backward();
        Assert.All(w.Gradient!.ToDoubles(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void The_same_bits_on_every_run_and_any_number_of_threads()
    {
        float[]? expected = null;
        for (int run = 0; run < 20; run++)
        {
            using var device = new CpuDevice(run % 3 + 1);
            using var scope = new TensorScope();
            var random = new RandomGenerator(5);
            Tensor x = Leaf(Tensor.Normal([2, 17, 13, 30], generator: random, device: device));
            Tensor w = Leaf(Tensor.Normal([12, 17, 3, 3], generator: random, device: device, order: MemoryOrder.Filter));
            Tensor y = x.InceptionConv2d(w, s_pattern);
            Tensor[] gradients = Gradients.Of(y.Square().Sum(), [x, w]);
            float[] all = [.. y.ToArray<float>(), .. gradients[0].ToArray<float>(), .. gradients[1].ToArray<float>()];
            Assert.Equal(expected ??= all, all);
        }
    }

    [Fact]
    public void A_pattern_joins_neighbours_and_sorts_its_channels()
    {
        var pattern = new DilationPattern([new((2, 1), 1), new((1, 1), 0), new((2, 1), 2), new((1, 3), 1), new((1, 1), 1), new((2, 1), 1)]);
        Assert.Equal("(2, 1) x 3, (1, 3) x 1, (1, 1) x 1, (2, 1) x 1", pattern.ToString());
        Assert.Equal(6, pattern.Channels);
        Assert.Equal([4, 3, 0, 1, 2, 5], pattern.SortedOrder());
        Assert.Equal("(1, 1) x 1, (1, 3) x 1, (2, 1) x 4", pattern.Sorted().ToString());
    }

    [Fact]
    public void The_layer_has_the_parameters_of_a_convolution()
    {
        using var scope = new TensorScope();
        var layer = new InceptionConv2d(8, s_pattern, 5, 2, hasBias: true);
        Assert.Equal(12 * 8 * 25 + 12, layer.Parameters().Sum(p => p.Value.Shape.Elements));
        Assert.Equal([1, 12, 4, 5], layer.Forward(Tensor.Normal([1, 8, 7, 9])).Shape);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public void Merged_is_unmerged(int stride, int groups)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var layer = new InceptionConv2d(8, s_pattern, stride: stride, groups: groups, hasBias: true, generator: new RandomGenerator(6));
        layer.To(ElementType.Float64);
        layer.Bias!.Value.CopyFrom(Tensor.Normal([12], generator: new RandomGenerator(7), type: ElementType.Float64));
        Tensor x = Tensor.Normal([2, 8, 9, 7], generator: new RandomGenerator(8), type: ElementType.Float64);
        Conv2d merged = layer.Merge();
        Assert.Equal([12, 8 / groups, 9, 9], merged.Weight.Value.Shape);
        Assert.All(layer.Forward(x).ToDoubles().Zip(merged.Forward(x).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros([1, 4, 5, 6]), w = Tensor.Zeros([6, 4, 3, 3], order: MemoryOrder.Filter);
        var pattern = new DilationPattern([new((1, 2), 6)]);
        const string End = "dilations (1, 2) x 6, stride (1, 1), groups 1.";
        Refused($"[inception conv] the input must be [N, I, H, W] and the weight [O, I/groups, kH, kW]. Got input [4, 5, 6], weight [6, 4, 3, 3], {End}",
            () => Tensor.Zeros([4, 5, 6]).InceptionConv2d(w, pattern));
        Refused($"[inception conv] channels, height and width must be at least 1. Got input [1, 4, 0, 6], weight [6, 4, 3, 3], {End}",
            () => Tensor.Zeros([1, 4, 0, 6]).InceptionConv2d(w, pattern));
        Refused($"[inception conv] the kernel must have a centre: odd sizes. Got input [1, 4, 5, 6], weight [6, 4, 2, 3], {End}",
            () => x.InceptionConv2d(Tensor.Zeros([6, 4, 2, 3]), pattern));
        Refused("[inception conv] the stride must be at least 1. Got input [1, 4, 5, 6], weight [6, 4, 3, 3], dilations (1, 2) x 6, stride (0, 1), groups 1.",
            () => x.InceptionConv2d(w, pattern, stride: (0, 1)));
        Refused(
            "[inception conv] groups must divide the input and the output channels, and the weight have as many input channels as a group. " +
            "Got input [1, 4, 5, 6], weight [6, 4, 3, 3], dilations (1, 2) x 6, stride (1, 1), groups 2.", () => x.InceptionConv2d(w, pattern, groups: 2));
        Refused(
            "[inception conv] there must be a dilation for each output channel. Got input [1, 4, 5, 6], weight [6, 4, 3, 3], dilations (1, 2) x 5, stride (1, 1), groups 1.",
            () => x.InceptionConv2d(w, new DilationPattern([new((1, 2), 5)])));
        Refused($"[inception conv] the bias must be [O]. Got input [1, 4, 5, 6], weight [6, 4, 3, 3], bias [5], {End}", () => x.InceptionConv2d(w, pattern, Tensor.Zeros([5])));
        Refused("[inception conv] dilations must be at least 1 and channels not negative. Got dilation (0, 1) for 3 channels. (Parameter 'runs')",
            () => new DilationPattern([new((0, 1), 3)]));
        Refused("[inception conv] a pattern must have at least one channel. Got none. (Parameter 'runs')", () => new DilationPattern([new((1, 1), 0)]));

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }

    private static Tensor Leaf(Tensor tensor)
    {
        tensor.RequiresGrad = true;
        return tensor;
    }

    private static void Close(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.All(expected.ToDoubles().Zip(actual.ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }
}
