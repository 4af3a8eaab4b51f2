using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.SeparableConv;

public class SeparableConvTests
{
    [Fact]
    public void A_depthwise_separable_convolution_is_its_two_parts()
    {
        using var scope = new TensorScope();
        using var layer = new DepthwiseSeparableConv2d(4, 6, 3, stride: 2, padding: 1, multiplier: 2, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 4, 7, 6], -1, 1, new RandomGenerator(2));
        Tensor expected = x.Conv2d(layer.Depthwise.Weight, layer.Depthwise.Bias, 2, 1, groups: 4).Conv2d(layer.Pointwise.Weight, layer.Pointwise.Bias);
        Assert.Equal(expected.ToDoubles(), layer.Forward(x).ToDoubles());
        Assert.Equal(["depthwise.weight", "depthwise.bias", "pointwise.weight", "pointwise.bias"], layer.StateDictionary().Select(e => e.Name));
        Assert.Equal(8 * 9 + 8 + 6 * 8 + 6, Count(layer));
    }

    [Fact]
    public void Norm_and_activation_follow_both_parts_and_take_the_place_of_the_bias()
    {
        using var scope = new TensorScope();
        using var layer = new DepthwiseSeparableConv2d(4, 6, 3, padding: 1, norm: c => new BatchNorm2d(c), activation: () => new Relu(), generator: new RandomGenerator(1));
        Assert.Equal(
            ["depthwise.weight", "depthwise_norm.weight", "depthwise_norm.bias", "pointwise.weight", "pointwise_norm.weight", "pointwise_norm.bias"],
            layer.NamedParameters().Select(p => p.Name));
        Tensor x = Tensor.Uniform([2, 4, 5, 5], -1, 1, new RandomGenerator(2)), one = Tensor.Full([4], 1), zero = Tensor.Zeros([4]);
        Tensor expected = x.Conv2d(layer.Depthwise.Weight, padding: 1, groups: 4).BatchNorm(one, zero).Relu().Conv2d(layer.Pointwise.Weight)
            .BatchNorm(Tensor.Full([6], 1), Tensor.Zeros([6])).Relu();
        Assert.Equal(expected.ToDoubles(), layer.Forward(x).ToDoubles());
    }

    [Fact]
    public void Flattened_and_spatially_separable_convolutions_have_the_weights_of_their_formulas()
    {
        using var scope = new TensorScope();
        using var flattened = new FlattenedConv2d(4, 6, (3, 5), padding: (1, 2));
        using var spatial = new SpatiallySeparableConv2d(4, 6, (3, 5), midChannels: 7, padding: (1, 2));
        using var rule = new SpatiallySeparableConv2d(4, 6, 3, padding: PaddingRule.Same, activation: new Relu());
        Tensor x = Tensor.Zeros([2, 4, 7, 8]);
        Assert.Equal(6 * (4 + 3 + 5) + 6, Count(flattened));
        Assert.Equal(7 * (4 * 3 + 6 * 5) + 6, Count(spatial));
        Assert.Equal(6 * (4 * 3 + 6 * 3) + 6 + 6, Count(rule));
        foreach (Module layer in (Module[])[flattened, spatial, rule]) Assert.Equal(new Shape(2, 6, 7, 8), layer.Forward(x).Shape);
    }

    [Fact]
    public void A_filter_of_rank_1_is_factorised_without_error()
    {
        using var scope = new TensorScope();
        using var layer = new SpatiallySeparableConv2d(1, 1, 3, hasBias: false);
        Tensor sobel = Tensor.FromArray<float>([1, 0, -1, 2, 0, -2, 1, 0, -1], [1, 1, 3, 3], order: MemoryOrder.Filter);
        Assert.InRange(layer.Factorise(sobel), 0, 1e-15);
        Tensor x = Tensor.Uniform([1, 1, 6, 7], -1, 1, new RandomGenerator(1));
        Close(x.Conv2d(sobel), layer.Forward(x), 1e-6);
    }

    [Fact]
    public void A_filter_is_exact_at_its_rank_and_the_error_below_is_what_the_values_say()
    {
        using var scope = new TensorScope();
        Tensor filter = Tensor.Uniform([5, 4, 3, 3], -1, 1, new RandomGenerator(3), order: MemoryOrder.Filter);
        Tensor x = Tensor.Uniform([2, 4, 8, 7], -1, 1, new RandomGenerator(4));
        using var exact = new SpatiallySeparableConv2d(4, 5, 3, midChannels: 12, stride: 2, padding: 1, hasBias: false);
        Assert.Equal(0, exact.Factorise(filter));
        Close(x.Conv2d(filter, stride: 2, padding: 1), exact.Forward(x), 1e-5);

        double before = 1;
        for (int middle = 1; middle < 12; middle++)
        {
            using var layer = new SpatiallySeparableConv2d(4, 5, 3, midChannels: middle, hasBias: false);
            double error = layer.Factorise(filter);
            Assert.InRange(error, 1e-3, before);
            Assert.Equal(error, Distance(filter, layer), 1e-6);
            before = error;
        }
    }

    /// <summary>The Hilbert matrix of 3: its singular values are the roots of its characteristic polynomial, to 15 digits.</summary>
    [Fact]
    public void Singular_values_of_a_known_matrix()
    {
        double[,] hilbert = { { 1, 1 / 2.0, 1 / 3.0 }, { 1 / 2.0, 1 / 3.0, 1 / 4.0 }, { 1 / 3.0, 1 / 4.0, 1 / 5.0 } };
        var terms = SingularValues.Of(hilbert);
        double[] expected = [1.408318927123654, 0.1223270658539058, 0.002687340355773528];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], terms.Values[i], 1e-14);
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
            {
                Assert.Equal(hilbert[i, j], Enumerable.Range(0, 3).Sum(m => terms.Left[i, m] * terms.Values[m] * terms.Right[j, m]), 1e-14);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(m => terms.Left[m, i] * terms.Left[m, j]), 1e-12);
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, 3).Sum(m => terms.Right[m, i] * terms.Right[m, j]), 1e-12);
            }
    }

    [Fact]
    public void Plane_and_depth_have_the_weights_of_the_full_filter()
    {
        using var scope = new TensorScope();
        Assert.Equal(144, Conv2Plus1d.MidChannels(64, 64, 3));
        using var layer = new Conv2Plus1d(64, 64, 3, padding: 1, norm: c => new BatchNorm3d(c), activation: () => new Relu());
        Assert.Equal(27 * 64 * 64, Count(layer.Spatial) + Count(layer.Temporal));
        using var small = new Conv2Plus1d(3, 5, (3, 3, 3), stride: (1, 2, 2), padding: 1);
        Assert.Equal(new Shape(2, 5, 4, 3, 3), small.Forward(Tensor.Zeros([2, 3, 4, 6, 5])).Shape);
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Assert.Equal(
            "[depthwise separable] the multiplier must be at least 1. Got 0. (Parameter 'multiplier')",
            Assert.Throws<ArgumentException>(() => new DepthwiseSeparableConv2d(4, 4, 3, multiplier: 0)).Message);
        using var layer = new SpatiallySeparableConv2d(4, 6, (3, 5));
        Assert.Equal(
            "[spatially separable] the filter must be [6, 4, 3, 5]. Got [6, 4, 5, 3]. (Parameter 'filter')",
            Assert.Throws<ArgumentException>(() => layer.Factorise(Tensor.Zeros([6, 4, 5, 3]))).Message);
    }

    private static double Distance(Tensor filter, SpatiallySeparableConv2d layer)
    {
        double[] f = filter.ToDoubles(), v = layer.Vertical.Weight.Value.ToDoubles(), h = layer.Horizontal.Weight.Value.ToDoubles();
        int middle = layer.Vertical.OutChannels;
        double difference = 0, all = 0;
        for (int i = 0; i < f.Length; i++)
        {
            (int o, int c, int u, int w) = (i / 36, i / 9 % 4, i / 3 % 3, i % 3);
            double made = Enumerable.Range(0, middle).Sum(m => v[(m * 4 + c) * 3 + u] * h[(o * middle + m) * 3 + w]);
            difference += (f[i] - made) * (f[i] - made);
            all += f[i] * f[i];
        }
        return Math.Sqrt(difference / all);
    }

    private static long Count(Module module) => module.Parameters().Sum(p => p.Value.Shape.Elements);

    private static void Close(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.Equal(expected.ToDoubles(), actual.ToDoubles(), (a, b) => Math.Abs(a - b) <= tolerance);
    }
}
