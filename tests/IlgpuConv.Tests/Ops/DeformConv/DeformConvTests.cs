using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DeformConv;

public class DeformConvTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData("reference")]
    public void Offsets_of_zero_are_the_convolution(string name)
    {
        using var scope = new TensorScope();
        Device device = Devices.Get(name);
        Tensor x = Tensor.Uniform([2, 6, 9, 8], -1, 1, new RandomGenerator(1), ElementType.Float64, device);
        Tensor weight = Tensor.Uniform([4, 3, 3, 2], -1, 1, new RandomGenerator(2), ElementType.Float64, device, MemoryOrder.Filter);
        Tensor bias = Tensor.Uniform([4], -1, 1, new RandomGenerator(3), ElementType.Float64, device);
        Tensor plain = x.Conv2d(weight, bias, (2, 1), (1, 2), (1, 2), 2);
        Shape places = [2, 3 * 6, plain.Shape[2], plain.Shape[3]];
        Tensor offset = Tensor.Zeros(places.With(1, 36), ElementType.Float64, device), mask = Tensor.Full(places, 1, ElementType.Float64, device);
        Close(plain, x.DeformConv2d(offset, weight, bias, null, (2, 1), (1, 2), (1, 2), 2));
        Close(plain, x.DeformConv2d(offset, weight, bias, mask, (2, 1), (1, 2), (1, 2), 2));
    }

    [Fact]
    public void Whole_offsets_shift_the_image()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([1f, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]);
        Tensor one = Tensor.Full([1, 1, 1, 1], 1, order: MemoryOrder.Filter);
        Tensor Shifted(double y, double across) => x.DeformConv2d(
            Tensor.Concat(1, Tensor.Full([1, 1, 3, 3], y), Tensor.Full([1, 1, 3, 3], across)), one);
        Assert.Equal([4f, 5, 6, 7, 8, 9, 0, 0, 0], Shifted(1, 0).ToArray<float>());
        Assert.Equal([0f, 1, 2, 0, 4, 5, 0, 7, 8], Shifted(0, -1).ToArray<float>());
        Assert.Equal([0.5f, 1, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f, 6.5f, 7.5f], Shifted(-0.5, 0).ToArray<float>());
        Assert.Equal(new float[9], Shifted(0, 3).ToArray<float>());
        Assert.Equal(new float[9], Shifted(double.NaN, 0).ToArray<float>());
        Assert.Equal(new float[9], Shifted(1e30, 0).ToArray<float>());
    }

    /// <summary>At a whole position the derivative is that of the way up, also where the first pixel begins; beyond the last it is 0.</summary>
    [Theory]
    [InlineData(-2, 0)]
    [InlineData(-1, 3)]
    [InlineData(0, 2)]
    [InlineData(1, 4)]
    [InlineData(2, -9)]
    [InlineData(3, 0)]
    public void Derivatives_at_whole_positions_are_the_right_ones(double position, double slope)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([3f, 5, 9], [1, 1, 3]), one = Tensor.Full([1, 1, 1], 1, order: MemoryOrder.Filter);
        double Slope(bool createGraph)
        {
            Tensor offset = Tensor.FromArray([(float)position, 9, 9], [1, 1, 3]);
            offset.RequiresGrad = true;
            return Gradients.Of(x.DeformConv1d(offset, one).Sum(), [offset], createGraph: createGraph)[0].ToDoubles()[0];
        }
        Assert.Equal(slope, Slope(false));
        Assert.Equal(slope, Slope(true));
    }

    [Fact]
    public void The_mixed_second_derivative_is_that_of_the_four_pixels()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([1f, 4, 10, 25], [1, 1, 2, 2]), one = Tensor.Full([1, 1, 1, 1], 1, order: MemoryOrder.Filter);
        Tensor offset = Tensor.FromArray([0.25f, 9, 9, 9, 0.5f, 9, 9, 9], [1, 2, 2, 2]);
        offset.RequiresGrad = true;
        Tensor first = Gradients.Of(x.DeformConv2d(offset, one).Sum(), [offset], createGraph: true)[0];
        Tensor second = Gradients.Of(first.Slice(1, 0, 1).Sum(), [offset])[0];
        Assert.Equal([15.0, 0, 0, 0, 3.0 * 0.75 + 15 * 0.25, 0, 0, 0], first.ToDoubles());
        Assert.Equal([0.0, 0, 0, 0, 25 - 10 - 4 + 1, 0, 0, 0], second.ToDoubles());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(12)]
    public void The_same_bits_on_every_run_for_any_number_of_threads(int groups)
    {
        float[] one = Run(1, groups);
        for (int run = 0; run < 20; run++) Assert.Equal(one, Run(1 + run % 3, groups));

        static float[] Run(int threads, int groups)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            Tensor Leaf(Shape shape, ulong seed, double size, MemoryOrder order = MemoryOrder.ChannelsLast)
            {
                Tensor leaf = Tensor.Uniform(shape, -size, size, new RandomGenerator(seed), device: device, order: order);
                leaf.RequiresGrad = true;
                return leaf;
            }
            int outputs = groups == 12 ? 12 : 20;
            Tensor[] leaves =
            [
                Leaf([3, 12, 17, 15], 1, 1), Leaf([3, 36, 17, 15], 2, 3), Leaf([outputs, 12 / groups, 3, 3], 3, 1, MemoryOrder.Filter), Leaf([outputs], 4, 1), Leaf([3, 18, 17, 15], 5, 1),
            ];
            Tensor y = leaves[0].DeformConv2d(leaves[1], leaves[2], leaves[3], leaves[4], padding: 1, groups: groups);
            Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: device);
            return [.. y.ToArray<float>(), .. Gradients.Of(y, leaves, gradient: dy).SelectMany(g => g.ToArray<float>())];
        }
    }

    [Fact]
    public void Sums_over_many_channels_are_made_in_parts()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 300, 4, 5], -1, 1, new RandomGenerator(1)), weight = Tensor.Uniform([310, 300, 3, 3], -1, 1, new RandomGenerator(2), order: MemoryOrder.Filter);
        Tensor offset = Tensor.Zeros([1, 18, 4, 5]), dy = Tensor.Uniform([1, 310, 4, 5], -1, 1, new RandomGenerator(3));
        x.RequiresGrad = true;
        Tensor plain = x.Conv2d(weight, padding: 1), deformed = x.DeformConv2d(offset, weight, padding: 1);
        Close(plain, deformed, 1e-5);
        Close(Gradients.Of(plain, [x], gradient: dy)[0], Gradients.Of(deformed, [x], gradient: dy)[0], 1e-5);
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(40, 40)]
    public void Gradients_of_the_chains_are_those_of_the_operations(int groups, int outputs)
    {
        using var scope = new TensorScope();
        Tensor Leaf(Shape shape, ulong seed, double size, MemoryOrder order = MemoryOrder.ChannelsLast)
        {
            Tensor leaf = Tensor.Uniform(shape, -size, size, new RandomGenerator(seed), ElementType.Float64, order: order);
            leaf.RequiresGrad = true;
            return leaf;
        }
        // Blocks of several sizes, slices with several parts, and vectors that do not fill a tile.
        Tensor[] leaves = [Leaf([1, 40, 30, 31], 1, 1), Leaf([1, 36, 30, 31], 2, 9), Leaf([outputs, 40 / groups, 3, 3], 3, 1, MemoryOrder.Filter), Leaf([1, 18, 30, 31], 4, 1)];
        Tensor y = leaves[0].DeformConv2d(leaves[1], leaves[2], null, leaves[3], padding: 1, groups: groups);
        Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), ElementType.Float64);
        Tensor[] chains = Gradients.Of(y, leaves, gradient: dy, retainGraph: true), operations = Gradients.Of(y, leaves, gradient: dy, createGraph: true);
        for (int i = 0; i < leaves.Length; i++) Close(operations[i], chains[i], 1e-11);
    }

    [Fact]
    public void Offsets_have_a_number_for_each_tap_and_axis() => Throws(
        "[deform] offsets must have 18 channels, 2 for each of 9 taps, times offset groups that divide the input channels. " +
        "Got offset [1, 54, 5, 5], mask none for [1, 4, 5, 5] with [2, 4, 3, 3] to [1, 2, 5, 5], stride (1, 1), padding (1, 1), dilation (1, 1), groups 1.",
        () => Make([1, 4, 5, 5], [1, 54, 5, 5], [2, 4, 3, 3]));

    [Fact]
    public void Offsets_have_the_size_of_the_output() => Throws(
        "[deform] offsets must be [1, 18, 5, 5]: one set for each output position. " +
        "Got offset [1, 18, 3, 5], mask none for [1, 4, 5, 5] with [2, 4, 3, 3] to [1, 2, 5, 5], stride (1, 1), padding (1, 1), dilation (1, 1), groups 1.",
        () => Make([1, 4, 5, 5], [1, 18, 3, 5], [2, 4, 3, 3]));

    [Fact]
    public void The_mask_has_a_number_for_each_tap() => Throws(
        "[deform] the mask must be [1, 18, 5, 5]: one number for each tap, offset group and output position. " +
        "Got offset [1, 36, 5, 5], mask [1, 9, 5, 5] for [1, 4, 5, 5] with [2, 4, 3, 3] to [1, 2, 5, 5], stride (1, 1), padding (1, 1), dilation (1, 1), groups 1.",
        () => Make([1, 4, 5, 5], [1, 36, 5, 5], [2, 4, 3, 3], Tensor.Zeros([1, 9, 5, 5])));

    [Fact]
    public void The_sizes_are_those_of_a_convolution() => Throws(
        "[deform] groups must be at least 1 and divide the input channels and the output channels. " +
        "Got input [1, 4, 5, 5], weight [2, 4, 3, 3], stride (1, 1), padding (1, 1), dilation (1, 1), groups 3.",
        () => Make([1, 4, 5, 5], [1, 18, 5, 5], [2, 4, 3, 3], null, 3));

    [Fact]
    public void Types_are_the_same() => Throws(
        "[deform] input, offset, mask, weight and bias must be of one floating-point type. " +
        "Got input f32 [1, 4, 5, 5] channels-last on cpu, offset f32 [1, 18, 5, 5] channels-last on cpu, mask f64 [1, 9, 5, 5] channels-last on cpu, " +
        "weight f32 [2, 4, 3, 3] filter on cpu, bias none.",
        () => Make([1, 4, 5, 5], [1, 18, 5, 5], [2, 4, 3, 3], Tensor.Zeros([1, 9, 5, 5], ElementType.Float64)));

    private static Tensor Make(Shape x, Shape offset, Shape weight, Tensor? mask = null, int groups = 1) =>
        Tensor.Zeros(x).DeformConv2d(Tensor.Zeros(offset), Tensor.Zeros(weight, order: MemoryOrder.Filter), null, mask, padding: 1, groups: groups);

    private static void Close(Tensor expected, Tensor actual, double bound = 1e-12)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double[] wanted = expected.ToDoubles(), found = actual.ToDoubles();
        double largest = Math.Max(1, wanted.Max(Math.Abs));
        for (int i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], found[i], bound * largest);
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
