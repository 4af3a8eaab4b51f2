using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Winograd's filtering against the direct sums: in double, on every kind of group, with the same bits for any number of threads.</summary>
public class WinogradTests
{
    public static TheoryData<ConvAlgorithm> Forms => [ConvAlgorithm.Winograd2, ConvAlgorithm.Winograd4];

    [Theory]
    [InlineData(ConvAlgorithm.Winograd2, 1)]
    [InlineData(ConvAlgorithm.Winograd2, 3)]
    [InlineData(ConvAlgorithm.Winograd4, 3)]
    [InlineData(ConvAlgorithm.Winograd4, 32)]
    public void Forward_and_both_derivatives_are_the_direct_ones_in_double_on_groups_of_any_size(ConvAlgorithm algorithm, int lanes)
    {
        using var device = new ReferenceDevice(lanes);
        Shape x = [2, 4, 5, 6], w = [5, 4, 3, 3];
        double[][] direct = Derivatives(ConvAlgorithm.Direct, device, x, w), winograd = Derivatives(algorithm, device, x, w);
        for (int i = 0; i < direct.Length; i++) Close(direct[i], winograd[i], 1e-11);
        Assert.NotEqual(direct[0], winograd[0]);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Bits_are_the_same_for_any_number_of_threads_and_on_every_run(ConvAlgorithm algorithm)
    {
        float[]? first = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var device = new CpuDevice(threads);
            for (int run = 0; run < 7; run++)
            {
                using var scope = new TensorScope();
                using var form = new ConvAlgorithmScope(algorithm);
                var generator = new RandomGenerator(3);
                Tensor x = Tensor.Normal([3, 40, 43, 38], generator: generator, device: device), w = Tensor.Normal([72, 40, 3, 3], generator: generator, device: device);
                x.RequiresGrad = w.RequiresGrad = true;
                Tensor y = x.Conv2d(w, padding: 1);
                float[] bits = [.. y.ToArray<float>(), .. Gradients.Of((y * y).Sum(), [x, w]).SelectMany(t => t.ToArray<float>())];
                first ??= bits;
                Assert.Equal(first, bits);
            }
        }
    }

    [Theory]
    [InlineData(ConvAlgorithm.Winograd2, 1, 300, 5)]
    [InlineData(ConvAlgorithm.Winograd4, 2, 300, 5)]
    [InlineData(ConvAlgorithm.Winograd2, 3, 70, 61)]
    [InlineData(ConvAlgorithm.Winograd4, 3, 70, 122)]
    [InlineData(ConvAlgorithm.Winograd2, 2, 178, 5)] // an input gradient over 256 channels, from a copy of the filter
    [InlineData(ConvAlgorithm.Winograd4, 2, 114, 5)]
    public void A_filter_that_is_used_once_is_transformed_by_the_blocks_that_use_it_to_the_same_bits(ConvAlgorithm algorithm, int threads, int channels, int height)
    {
        using var device = new CpuDevice(threads);
        using var scope = new TensorScope();
        using var form = new ConvAlgorithmScope(algorithm);
        var generator = new RandomGenerator(5);
        int outChannels = 2 * channels - 100;
        Tensor x = Tensor.Normal([2, channels, height, 6], generator: generator, device: device), dy = Tensor.Normal([2, outChannels, height, 6], generator: generator, device: device);
        Tensor w = Tensor.Normal([outChannels, channels, 3, 3], generator: generator, device: device, order: MemoryOrder.Filter);
        Tensor bias = Tensor.Normal([outChannels], generator: generator, device: device);
        ConvShape shape = ConvShape.Of("conv", x.Shape, w.Shape, bias.Shape, [new(1, 1, 1, 1), new(1, 1, 1, 1)]);
        WinogradGather winograd = Assert.IsType<WinogradGather>(ConvRun.Plan(shape, ConvDirection.Forward, x).Implementation);
        Assert.False(winograd.Blocks.OwnsFilter);
        Assert.True(winograd.Once is { OwnsFilter: true } once && once.Blocks >= threads);
        float[] Forward(bool keeps) => ConvRun.Forward(shape, x, w, bias, ConvActivation.Relu, keeps).ToArray<float>();
        float[] Gradient(bool keeps) => ConvRun.InputGradient(shape, dy, w, keepsFilter: keeps).ToArray<float>();
        Assert.Equal(Forward(keeps: true), Forward(keeps: false));
        Assert.Equal(Gradient(keeps: true), Gradient(keeps: false));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    public void Narrower_vectors_compute_the_same_sums(int bits)
    {
        using var wide = new CpuDevice(1);
        using var narrow = new CpuDevice(1, bits);
        foreach (ConvAlgorithm algorithm in (ConvAlgorithm[])[ConvAlgorithm.Winograd2, ConvAlgorithm.Winograd4])
            Close(Derivatives(algorithm, wide, [1, 19, 9, 7], [37, 19, 3, 3])[0], Derivatives(algorithm, narrow, [1, 19, 9, 7], [37, 19, 3, 3])[0], 1e-11);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(200)]
    public void A_filter_that_is_used_once_keeps_every_thread_busy(int threads)
    {
        var plan = ConvPlan.Of(Shape(64, 56, 64), ConvDirection.Forward, 16, Processor(DeviceKind.Cpu) with { Threads = threads });
        Assert.InRange(Assert.IsType<WinogradGather>(plan.Implementation).Once.Blocks, Math.Min(threads, 64), int.MaxValue);
    }

    [Fact]
    public void Errors_in_single_precision_stay_within_a_few_times_those_of_the_direct_sums()
    {
        using var device = new CpuDevice(2);
        Shape x = [1, 64, 28, 28], w = [64, 64, 3, 3];
        double[] exact = Forward(ConvAlgorithm.Direct, device, x, w, ElementType.Float64);
        double Error(ConvAlgorithm algorithm) =>
            Math.Sqrt(Forward(algorithm, device, x, w, ElementType.Float32).Zip(exact, (a, b) => (a - b) * (a - b)).Average() / exact.Average(e => e * e));
        double direct = Error(ConvAlgorithm.Direct);
        Assert.InRange(direct, 1e-8, 1e-6);
        Assert.InRange(Error(ConvAlgorithm.Winograd2), 0, 1.5 * direct);
        Assert.InRange(Error(ConvAlgorithm.Winograd4), 0, 3 * direct);
    }

    [Fact]
    public void The_plan_takes_it_where_it_is_faster_and_says_so()
    {
        Assert.Matches(@"^forward: Winograd F\(4x4, 3x3\), 196 tiles in blocks of \d+, products (7x4|14x2) in vectors of 16$", Plan(64, 56, 1).ToString());
        Assert.StartsWith("input gradient: Winograd F(4x4, 3x3)", Plan(64, 56, 1, ConvDirection.InputGradient).ToString());
        // A transformed filter of 38 MB for four tiles is no gain.
        Assert.DoesNotContain("F(4x4, 3x3)", Plan(512, 7, 1).ToString(), StringComparison.Ordinal);
        Assert.Matches(
            @"^weight gradient: Winograd F\(3x3, 4x4\), 196 tiles in 2 slices, \d+ at a time, \d+ by \d+ parts of the channels, products 4x4 in vectors of 16$",
            Plan(64, 56, 1, ConvDirection.WeightGradient).ToString());
        Assert.IsNotType<WinogradGradient>(Plan(8, 56, 1, ConvDirection.WeightGradient).Implementation);
        Assert.IsNotType<WinogradGradient>(Plan(64, 56, 0, ConvDirection.WeightGradient).Implementation);
        Assert.IsNotType<WinogradGradient>(Plan(64, 56, 1, ConvDirection.WeightGradient, DeviceKind.Gpu).Implementation);
        Assert.IsNotType<WinogradGather>(Plan(8, 56, 1).Implementation);
        Assert.IsNotType<WinogradGather>(Plan(64, 56, 0).Implementation);
        Assert.IsNotType<WinogradGather>(Plan(64, 56, 1, kind: DeviceKind.Gpu).Implementation);
        using (new ConvAlgorithmScope(ConvAlgorithm.Direct)) Assert.IsNotType<WinogradGather>(Plan(64, 56, 1).Implementation);
        using (new ConvAlgorithmScope(ConvAlgorithm.Direct)) Assert.IsNotType<WinogradGradient>(Plan(64, 56, 1, ConvDirection.WeightGradient).Implementation);
        // The positions of a remainder are an image of their own: four of 14x14 have 64 tiles.
        ConvShape dilated = ConvShape.Of("conv", [1, 256, 28, 28], [256, 256, 3, 3], null, [new(1, 2, 2, 2), new(1, 2, 2, 2)]);
        foreach (ConvDirection direction in (ConvDirection[])[ConvDirection.Forward, ConvDirection.InputGradient, ConvDirection.WeightGradient])
            Assert.Matches(@": Winograd F\((4x4, 3x3|3x3, 4x4)\), 64 tiles ", ConvPlan.Of(dilated, direction, 16, Processor(DeviceKind.Cpu)).ToString());
        // A tile for each position is no gain.
        ConvShape apart = ConvShape.Of("conv", [1, 64, 14, 14], [64, 64, 3, 3], null, [new(1, 14, 14, 14), new(1, 14, 14, 14)]);
        foreach (ConvDirection direction in (ConvDirection[])[ConvDirection.Forward, ConvDirection.InputGradient, ConvDirection.WeightGradient])
            Assert.DoesNotContain("Winograd", ConvPlan.Of(apart, direction, 16, Processor(DeviceKind.Cpu)).ToString(), StringComparison.Ordinal);
        using (new ConvAlgorithmScope(ConvAlgorithm.Winograd2))
            Assert.StartsWith("forward: Winograd F(2x2, 3x3)", Plan(8, 5, 1, kind: DeviceKind.Gpu).ToString());
    }

    [Fact]
    public void An_algorithm_holds_for_the_flow_that_asked_for_it_and_for_its_gradients()
    {
        Assert.Equal(ConvAlgorithm.Planned, ConvAlgorithmScope.Current);
        ConvShape shape;
        using (new ConvAlgorithmScope(ConvAlgorithm.Winograd4))
        {
            using (new ConvAlgorithmScope(ConvAlgorithm.Direct)) shape = Shape(64, 56, 1);
            Assert.Equal(ConvAlgorithm.Winograd4, ConvAlgorithmScope.Current);
        }
        Assert.Equal(ConvAlgorithm.Planned, ConvAlgorithmScope.Current);
        Assert.NotEqual(Shape(64, 56, 1), shape);
        Assert.IsType<TileGather>(ConvPlan.Of(shape, ConvDirection.InputGradient, 16, Processor(DeviceKind.Cpu)).Implementation);
        ArgumentOutOfRangeException fault = Assert.Throws<ArgumentOutOfRangeException>(() => new ConvAlgorithmScope((ConvAlgorithm)7));
        Assert.StartsWith("[conv] the algorithm must be Planned, Direct, Winograd2 or Winograd4. Got 7.", fault.Message);
    }

    [Fact]
    public void Shapes_without_nine_taps_and_stride_1_run_directly_whatever_is_asked_for()
    {
        using var device = new CpuDevice(1);
        double[] Strided()
        {
            using var scope = new TensorScope();
            var generator = new RandomGenerator(1);
            return Tensor.Normal([1, 32, 9, 9], generator: generator, device: device)
                .Conv2d(Tensor.Normal([32, 32, 3, 3], generator: generator, device: device), stride: 2).ToDoubles();
        }
        double[] planned = Strided();
        using (new ConvAlgorithmScope(ConvAlgorithm.Winograd4)) Assert.Equal(planned, Strided());
    }

    [Fact]
    public void Slices_of_a_weight_gradient_depend_on_the_shape_only()
    {
        using var form = new ConvAlgorithmScope(ConvAlgorithm.Winograd4);
        int[] Slices(DeviceKind kind, int lanes, int threads, int registers) =>
        [
            .. (((int Channels, int Size, int Batch)[])[(64, 56, 1), (256, 14, 8), (512, 7, 32), (16, 224, 64)]).Select(s =>
                Assert.IsType<WinogradGradient>(ConvPlan.Of(
                    Shape(s.Channels, s.Size, s.Batch), ConvDirection.WeightGradient, lanes,
                    new(kind, lanes, threads, registers, 1 << 30, true, true)).Implementation).Slices),
        ];
        int[] expected = Slices(DeviceKind.Cpu, 16, 1, 32);
        Assert.Equal((int[])[2, 1, 1, 98], expected);
        Assert.Equal(expected, Slices(DeviceKind.Cpu, 8, 64, 16));
        Assert.Equal(expected, Slices(DeviceKind.Gpu, 32, 132, 64));
    }

    private static ConvShape Shape(int channels, int size, int batch) =>
        ConvShape.Of("conv", [batch, channels, size, size], [channels, channels, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)]);

    private static DeviceCapabilities Processor(DeviceKind kind) => new(kind, 16, 1, 32, 1 << 30, true, true);

    private static ConvPlan Plan(int channels, int size, int batch, ConvDirection direction = ConvDirection.Forward, DeviceKind kind = DeviceKind.Cpu) =>
        ConvPlan.Of(Shape(channels, size, batch), direction, 16, Processor(kind));

    private static double[] Forward(ConvAlgorithm algorithm, Device device, Shape x, Shape w, ElementType type)
    {
        using var scope = new TensorScope();
        using var form = new ConvAlgorithmScope(algorithm);
        (Tensor input, Tensor filter) = Random(device, x, w, type);
        return input.Conv2d(filter, padding: 1).ToDoubles();
    }

    /// <summary>y, dx and dw for a random dy, and the derivatives of |dx|² and |dw|².</summary>
    private static double[][] Derivatives(ConvAlgorithm algorithm, Device device, Shape x, Shape w)
    {
        using var scope = new TensorScope();
        using var form = new ConvAlgorithmScope(algorithm);
        (Tensor input, Tensor filter) = Random(device, x, w, ElementType.Float64);
        input.RequiresGrad = filter.RequiresGrad = true;
        Tensor y = input.Conv2d(filter, padding: 1);
        Tensor[] first = [.. Gradients.Of((y * y).Sum(), [input, filter], createGraph: true)];
        Tensor[] second = [.. Gradients.Of((first[0] * first[0]).Sum() + (first[1] * first[1]).Sum(), [input, filter])];
        return [y.ToDoubles(), .. first.Select(t => t.ToDoubles()), .. second.Select(t => t.ToDoubles())];
    }

    /// <summary>Numbers that single precision holds, so that both precisions compute the same sums.</summary>
    private static (Tensor Input, Tensor Filter) Random(Device device, Shape x, Shape w, ElementType type)
    {
        double[] Values(Shape shape, ulong seed) => Tensor.Normal(shape, generator: new RandomGenerator(seed), device: Devices.Get("reference")).ToDoubles();
        return (Tensor.FromDoubles(Values(x, 5), x, type, device, MemoryOrder.ChannelsLast), Tensor.FromDoubles(Values(w, 6), w, type, device, MemoryOrder.Filter));
    }

    private static void Close(double[] expected, double[] actual, double relative)
    {
        double scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i] - expected[i], -relative * scale, relative * scale);
    }
}
