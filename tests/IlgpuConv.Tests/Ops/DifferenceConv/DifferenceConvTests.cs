using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DifferenceConv;

public class DifferenceConvTests
{
    public static TheoryData<string> Layers => [.. s_layers.Keys];

    private static readonly Dictionary<string, Func<RandomGenerator, RemappedConv2d>> s_layers = new()
    {
        ["central"] = g => new CentralDifferenceConv2d(4, 6, padding: 1, generator: g),
        ["central strided"] = g => new CentralDifferenceConv2d(4, 6, (3, 5), 0.4, stride: 2, padding: (1, 2), groups: 2, hasBias: false, generator: g),
        ["central learned"] = g => new CentralDifferenceConv2d(4, 6, theta: 0.6, learnsTheta: true, padding: 1, generator: g),
        ["cross"] = g => new CrossCentralDifferenceConv2d(4, 6, CrossDifference.HorizontalVertical, padding: 2, dilation: 2, generator: g),
        ["cross diagonal"] = g => new CrossCentralDifferenceConv2d(4, 6, CrossDifference.Diagonal, padding: 1, paddingMode: PaddingMode.Reflect, generator: g),
        ["pixel central"] = g => new PixelDifferenceConv2d(4, 6, PixelDifference.Central, generator: g),
        ["pixel angular"] = g => new PixelDifferenceConv2d(4, 4, PixelDifference.Angular, groups: 4, generator: g),
        ["pixel radial"] = g => new PixelDifferenceConv2d(4, 6, PixelDifference.Radial, generator: g),
        ["circle"] = g => new CircleConv2d(4, 6, 3, padding: 1, generator: g),
        ["circle learned"] = g => new CircleConv2d(4, 6, 5, CircleAngles.Equal, learnsRadius: true, padding: 2, generator: g),
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Merged_is_unmerged(string name)
    {
        using var scope = new TensorScope();
        RemappedConv2d layer = s_layers[name](new RandomGenerator(1));
        layer.To(ElementType.Float64);
        Tensor x = Tensor.Normal([2, 4, 9, 8], generator: new RandomGenerator(2), type: ElementType.Float64);
        double[] trained = layer.Forward(x).ToDoubles(), merged = layer.Merge().Forward(x).ToDoubles();
        double[] inferred;
        using (new NoGrad()) inferred = layer.Forward(x).ToDoubles();
        Assert.All(trained.Zip(merged), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(trained, inferred);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_merged_filter_is_kept_until_the_stored_one_changes(string name)
    {
        using var scope = new TensorScope();
        RemappedConv2d layer = s_layers[name](new RandomGenerator(1));
        using var noGrad = new NoGrad();
        Tensor first = layer.MergedWeight();
        float[] before = first.ToArray<float>();
        if (!name.Contains("learned")) Assert.Same(first, layer.MergedWeight());
        layer.Weight.Value.Fill(0.25);
        Assert.NotEqual(before, layer.MergedWeight().ToArray<float>());
    }

    [Theory]
    [InlineData("pixel central")]
    [InlineData("pixel angular")]
    [InlineData("pixel radial")]
    public void A_constant_image_has_no_differences(string name)
    {
        using var scope = new TensorScope();
        RemappedConv2d layer = s_layers[name](new RandomGenerator(1));
        layer.To(ElementType.Float64);
        Tensor y = layer.Forward(Tensor.Full([1, 4, 9, 8], 3, ElementType.Float64));
        double[] bias = layer.Bias!.Value.ToDoubles(), values = y.ToDoubles();
        int reach = name == "pixel radial" ? 2 : 1;
        for (int o = 0; o < y.Shape[1]; o++)
            for (int i = reach; i < 9 - reach; i++)
                for (int j = reach; j < 8 - reach; j++) Assert.Equal(bias[o], values[(o * 9 + i) * 8 + j], 1e-12);
    }

    [Fact]
    public void The_bias_is_added_once_and_theta_0_is_a_plain_convolution()
    {
        using var scope = new TensorScope();
        var layer = new CentralDifferenceConv2d(3, 5, theta: 0, padding: 1, generator: new RandomGenerator(1));
        Tensor x = Tensor.Normal([1, 3, 6, 5], generator: new RandomGenerator(2));
        Assert.Equal(x.Conv2d(layer.Weight, layer.Bias, padding: 1).ToArray<float>(), layer.Forward(x).ToArray<float>());
        var constant = new CentralDifferenceConv2d(3, 5, theta: 1, generator: new RandomGenerator(1));
        Assert.All(
            constant.Forward(Tensor.Full([1, 3, 3, 3], 2)).ToDoubles().Zip(constant.Bias!.Value.ToDoubles()), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Fact]
    public void A_learned_theta_starts_as_the_fixed_one_and_has_a_gradient()
    {
        using var scope = new TensorScope();
        var learned = new CentralDifferenceConv2d(3, 5, theta: 0.6, learnsTheta: true, padding: 1, generator: new RandomGenerator(1));
        var set = new CentralDifferenceConv2d(3, 5, theta: 0.6, padding: 1, generator: new RandomGenerator(1));
        Tensor x = Tensor.Normal([1, 3, 6, 5], generator: new RandomGenerator(2));
        Assert.All(learned.Forward(x).ToDoubles().Zip(set.Forward(x).ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.Equal(0.6, learned.Theta, 1e-6);
        learned.Forward(x).Sum().Backward();
        Assert.NotEqual(0, learned.LearnedTheta!.Gradient!.ToDoubles()[0]);
        Assert.Equal(["weight", "bias", "theta"], learned.NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void The_filters_of_PiDiNet_are_those_of_its_converter()
    {
        double[] Row(TapMatrix matrix, double[] stored) => [.. Enumerable.Range(0, matrix.Rows).Select(r => Enumerable.Range(0, matrix.Columns).Sum(c => matrix[r, c] * stored[c]))];
        double[] w = [1, 2, 4, 8, 16, 32, 64, 128, 256];
        Assert.Equal([1, 2, 4, 8, 16 - 511, 32, 64, 128, 256], Row(DifferenceTaps.Central(3, 1), w));
        Assert.Equal([1 - 8, 2 - 1, 4 - 2, 8 - 64, 0, 32 - 4, 64 - 128, 128 - 256, 256 - 32], Row(DifferenceTaps.Angular(), w));
        Assert.Equal(
            [2, 0, 4, 0, 8, 0, -2, -4, -8, 0, 16, -16, 0, -32, 32, 0, -64, -128, -256, 0, 64, 0, 128, 0, 256], Row(DifferenceTaps.Radial(), w));
        Assert.Equal([0, 1, 0, 2, 4 - 31, 8, 0, 16, 0], Row(DifferenceTaps.Cross(CrossDifference.HorizontalVertical, 1), [1, 2, 4, 8, 16]));
    }

    [Fact]
    public void The_branches_of_a_dual_cross_network_meet_by_halves_at_first()
    {
        using var scope = new TensorScope();
        var interaction = new CrossFeatureInteraction();
        Tensor a = Tensor.Full([1, 2, 3, 3], 1), b = Tensor.Full([1, 2, 3, 3], 5);
        (Tensor first, Tensor second) = interaction.Forward(a, b);
        Assert.All(first.ToDoubles().Concat(second.ToDoubles()), value => Assert.Equal(3, value, 1e-6));
        interaction.Alpha.Value.Fill(100);
        (first, second) = interaction.Forward(a, b);
        Assert.All(first.ToDoubles(), value => Assert.Equal(1, value, 1e-6));
        Assert.All(second.ToDoubles(), value => Assert.Equal(3, value, 1e-6));
        (first + second).Sum().Backward();
        Assert.NotNull(interaction.Beta.Gradient);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => interaction.Forward(a, Tensor.Full([1, 2, 3, 4], 5)));
        Assert.Equal("[cross interaction] both branches must have one shape. Got [1, 2, 3, 3] and [1, 2, 3, 4].", fault.Message);
    }

    [Fact]
    public void A_remapped_filter_has_the_same_bits_on_every_run_and_any_number_of_threads()
    {
        float[]? expected = null;
        for (int run = 0; run < 20; run++)
        {
            using var device = new CpuDevice(run % 3 + 1);
            using var scope = new TensorScope();
            Tensor w = Tensor.Normal([33, 17, 3, 3], generator: new RandomGenerator(3), device: device, order: MemoryOrder.Filter);
            w.RequiresGrad = true;
            Tensor y = w.RemapTaps(CircleTaps.Matrix(3));
            float[] all = [.. y.ToArray<float>(), .. Gradients.Of(y.Square().Sum(), [w])[0].ToArray<float>()];
            Assert.Equal(expected ??= all, all);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("[central difference conv] the kernel must have a centre: odd sizes. Got (3, 4).", () => DifferenceTaps.Central((3, 4), 1));
        Refused(
            "[tap matrix] there must be a row for each tap of the kernel, and a column at least. Got 2 x 3 for kernel (3, 3).", () => new TapMatrix(new double[2, 3], 3, 3));
        using var scope = new TensorScope();
        Refused(
            "[tap matrix] the filter must be [O, I/groups, kernel...] of floating-point numbers with as many taps as the matrix has columns. " +
            "Got f32 [2, 3, 2, 2] filter on cpu for 9 columns.",
            () => Tensor.Zeros([2, 3, 2, 2], order: MemoryOrder.Filter).RemapTaps(DifferenceTaps.Central(3, 1)));
        Refused(
            "[pixel difference conv] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
            "Got inChannels 3, outChannels 4, kernel (3, 3), stride (1, 1), dilation (1, 1), groups 2.",
            () => new PixelDifferenceConv2d(3, 4, PixelDifference.Angular, groups: 2));
        Refused("[circle conv] the kernel must be odd and at least 1. Got 4.", () => new CircleConv2d(3, 4, 4));
        Refused("[circle conv] the radius must be a finite number from 0 up. Got -1.", () => CircleTaps.Matrix(3, radius: -1));
        Refused(
            "[circle conv] the filter must be [O, I/groups, k, k] with an odd k, and the radius one number of its type. Got f32 [2, 3, 3, 1] filter on cpu and f32 [1] row-major on cpu.",
            () => Tensor.Zeros([2, 3, 3, 1], order: MemoryOrder.Filter).OnCircles(Tensor.Full([1], 1)));

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
