using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.GeneratedConv;

public class GeneratedConvTests
{
    [Theory]
    [InlineData(3, 64, 1, 6_976)]
    [InlineData(64, 128, 1, 4_792_448)]
    [InlineData(8, 16, 4, (8 + 1) * 16 * 2 * 9 + 16)]
    public void Gap_linear_has_the_parameters_of_the_formula(int inChannels, int outChannels, int groups, long expected)
    {
        using var layer = new GeneratedConv2d(inChannels, outChannels, 3, padding: 1, groups: groups);
        Assert.Equal(expected, layer.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Theory]
    [InlineData(FilterVariant.GapLinear, "generator.weight [4, 6, 2, 3, 3], generator.bias [6, 2, 3, 3], gain [6], bias [6]", null)]
    [InlineData(
        FilterVariant.GapMlp,
        "generator.weight [5, 6, 2, 3, 3], generator.bias [6, 2, 3, 3], generator.hidden.weight [5, 4], generator.hidden.bias [5], gain [6], bias [6]",
        5)]
    [InlineData(FilterVariant.PoolConv, "generator.weight [4, 6, 2, 1, 1], generator.bias [6, 2, 1, 1], gain [6], bias [6]", null)]
    [InlineData(FilterVariant.Residual, "generator.weight [4, 6, 2, 3, 3], weight [6, 2, 3, 3], gain [6], bias [6]", null)]
    public void State_is_as_documented(FilterVariant variant, string expected, int? hidden)
    {
        var options = new GeneratedConvOptions { Variant = variant, Hidden = hidden, Norm = FilterNormalisation.WeightNorm };
        using var layer = new GeneratedConv2d(4, 6, 3, groups: 2, options: options);
        string[] state = [.. layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}")];
        Assert.Equal(Sorted(expected), string.Join("; ", state.Order(StringComparer.Ordinal)));

        static string Sorted(string list) =>
            string.Join("; ", list.Split("], ").Select(s => s.TrimEnd(']') + "]").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_image_is_convolved_with_its_own_filters()
    {
        using var scope = new TensorScope();
        using var layer = new GeneratedConv2d(3, 5, 3, padding: 1, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 6, 7], -1, 1, new RandomGenerator(2));
        Tensor both = layer.Forward(x), filters = layer.Filters(x);
        Assert.Equal([2, 5, 3, 3, 3], filters.Shape);
        Assert.Equal(MemoryOrder.PerSampleFilter, filters.Order);
        for (int n = 0; n < 2; n++)
        {
            Tensor image = x.Slice(0, n, 1), filter = filters.Slice(0, n, 1).Reshape([5, 3, 3, 3]);
            float[] alone = layer.Forward(image).ToArray<float>();
            Assert.Equal(both.Slice(0, n, 1).ToArray<float>(), alone);
            float[] ordinary = image.Conv2d(filter, layer.Bias!.Value, padding: 1).ToArray<float>();
            for (int i = 0; i < alone.Length; i++) Assert.Equal(ordinary[i], alone[i], 1e-5);
        }
    }

    [Fact]
    public void Filters_are_a_mixture_weighted_by_the_means_of_the_channels()
    {
        using var scope = new TensorScope();
        using var layer = new GeneratedConv2d(2, 3, (1, 2), hasBias: false, generator: new RandomGenerator(1));
        layer.Generator.Bias!.Value.Write(Tensor.Uniform([3, 2, 1, 2], -1, 1, new RandomGenerator(5)).ToArray<float>());
        Tensor x = Tensor.Uniform([2, 2, 4, 4], 0, 1, new RandomGenerator(2));
        double[] pixels = x.ToDoubles(), weight = layer.Generator.Weight.Value.ToDoubles(), bias = layer.Generator.Bias.Value.ToDoubles();
        double[] filters = layer.Filters(x).ToDoubles();
        for (int n = 0; n < 2; n++)
        {
            double[] means = [.. Enumerable.Range(0, 2).Select(c => pixels.Skip((n * 2 + c) * 16).Take(16).Average())];
            for (int i = 0; i < 12; i++) Assert.Equal(bias[i] + means[0] * weight[i] + means[1] * weight[12 + i], filters[n * 12 + i], 1e-5);
        }
    }

    [Fact]
    public void Tap_of_the_pooled_variant_comes_from_its_region_of_the_image()
    {
        using var scope = new TensorScope();
        using var layer = new GeneratedConv2d(1, 1, 2, options: new GeneratedConvOptions { Variant = FilterVariant.PoolConv });
        layer.Generator.Weight.Value.Fill(2);
        layer.Generator.Bias!.Value.Fill(1);
        Tensor x = Tensor.FromArray<float>([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], [1, 1, 4, 4]);
        Assert.Equal([3, 5, 7, 9], layer.Filters(x).ToArray<float>());
    }

    [Fact]
    public void Residual_variant_starts_as_an_ordinary_convolution()
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Variant = FilterVariant.Residual, Hidden = 4 };
        using var layer = new GeneratedConv2d(3, 5, 3, stride: 2, padding: 1, options: options, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 7, 6], -1, 1, new RandomGenerator(2));
        float[] expected = x.Conv2d(layer.Weight!, layer.Bias, stride: 2, padding: 1).ToArray<float>();
        float[] actual = layer.Forward(x).ToArray<float>();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);

        layer.Forward(x).Backward(Tensor.Full([2, 5, 4, 3], 1));
        Assert.Contains(layer.Generator.Weight.Gradient!.ToArray<float>(), g => g != 0);
    }

    [Fact]
    public void Residual_scale_multiplies_the_generated_part()
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Variant = FilterVariant.Residual, ResidualScale = 0.5, HasGeneratorBias = true };
        using var layer = new GeneratedConv2d(1, 1, 1, options: options);
        layer.Generator.Weight.Value.Fill(2);
        layer.Generator.Bias!.Value.Fill(4);
        layer.Weight!.Value.Fill(10);
        Assert.Equal([10 + 0.5f * (2 * 3 + 4)], layer.Filters(Tensor.Full([1, 1, 2, 2], 3)).ToArray<float>());
    }

    [Fact]
    public void First_filters_have_the_deviation_of_He()
    {
        using var scope = new TensorScope();
        using var layer = new GeneratedConv2d(64, 128, 3, generator: new RandomGenerator(1));
        Tensor x = Tensor.Normal([8, 64, 1, 1], 0, 1, new RandomGenerator(2)).Expand([8, 64, 3, 3]);
        Assert.Equal(Math.Sqrt(2.0 / 576), Deviation(layer.Filters(x)), 0.003);
        Assert.All(layer.Generator.Bias!.Value.ToArray<float>(), b => Assert.Equal(0, b));

        using var calibrated = new GeneratedConv2d(64, 128, 3, generator: new RandomGenerator(1));
        Assert.Equal(9, calibrated.Calibrate(x * 3), 1.0);
        Assert.Equal(Math.Sqrt(2.0 / 576), Deviation(calibrated.Filters(x * 3)), 0.001);

        static double Deviation(Tensor filters) => Math.Sqrt(filters.ToDoubles().Average(v => v * v));
    }

    [Fact]
    public void Normalised_filters_have_the_norm_of_their_gain()
    {
        using var scope = new TensorScope();
        using var layer = new GeneratedConv2d(3, 5, 3, options: new GeneratedConvOptions { Norm = FilterNormalisation.WeightNorm }, generator: new RandomGenerator(1));
        layer.Gain!.Value.Write<float>([1, 2, 3, 4, 5]);
        double[] filters = layer.Filters(Tensor.Uniform([2, 3, 6, 6], 0, 1, new RandomGenerator(2))).ToDoubles();
        for (int f = 0; f < 10; f++)
            Assert.Equal(f % 5 + 1, Math.Sqrt(filters.Skip(f * 27).Take(27).Sum(v => v * v)), 1e-4);
    }

    [Fact]
    public void Demodulated_filters_have_norm_one_and_learn_none()
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Norm = FilterNormalisation.Demodulation };
        using var layer = new GeneratedConv2d(3, 5, 3, options: options, generator: new RandomGenerator(1));
        Assert.Null(layer.Gain);
        double[] filters = layer.Filters(Tensor.Uniform([2, 3, 6, 6], 0, 1, new RandomGenerator(2))).ToDoubles();
        for (int f = 0; f < 10; f++) Assert.Equal(1, Math.Sqrt(filters.Skip(f * 27).Take(27).Sum(v => v * v)), 1e-5);
    }

    [Theory]
    [InlineData(FilterVariant.GapMlp)]
    [InlineData(FilterVariant.PoolConv)]
    public void A_generated_bias_starts_at_0_and_follows_the_image(FilterVariant variant)
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Variant = variant, GeneratesBias = true };
        using var layer = new GeneratedConv2d(2, 3, 2, options: options, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 2, 4, 4], 0, 1, new RandomGenerator(2));
        float[] before = layer.Forward(x).ToArray<float>();
        Assert.Equal(x.PerSampleConv2d(layer.Filters(x), layer.Bias!.Value).ToArray<float>(), before);

        layer.Generator.BiasWeight!.Value.Fill(1);
        float[] shift = [.. layer.Forward(x).ToArray<float>().Zip(before, (a, b) => a - b)];
        double[] features = layer.Generator.Features(x).ToDoubles();
        for (int n = 0; n < 2; n++)
        {
            double[] own = [.. features.Skip(n * features.Length / 2).Take(features.Length / 2)];
            double expected = own.Sum() / (variant == FilterVariant.PoolConv ? 4 : 1);
            Assert.All(shift.Skip(27 * n).Take(27), s => Assert.Equal(expected, s, 1e-4));
        }
    }

    [Theory]
    [InlineData(FilterVariant.GapLinear)]
    [InlineData(FilterVariant.GapMlp)]
    [InlineData(FilterVariant.PoolConv)]
    [InlineData(FilterVariant.Residual)]
    public void A_signal_is_an_image_of_one_row(FilterVariant variant)
    {
        using var scope = new TensorScope();
        var options = new GeneratedConvOptions { Variant = variant };
        using var signal = new GeneratedConv1d(4, 6, 3, stride: 2, padding: 1, groups: 2, options: options, generator: new RandomGenerator(3));
        using var image = new GeneratedConv2d(4, 6, (1, 3), (1, 2), (0, 1), groups: 2, options: options, generator: new RandomGenerator(3));
        Tensor x = Tensor.Uniform([2, 4, 9], -1, 1, new RandomGenerator(2));
        Assert.Equal(image.Forward(x.Reshape([2, 4, 1, 9])).ToArray<float>(), signal.Forward(x).ToArray<float>());
        Assert.Equal([2, 6, 2, 3], signal.Filters(x).Shape);
    }

    [Fact]
    public void The_activation_is_applied_to_the_output()
    {
        using var scope = new TensorScope();
        using var plain = new GeneratedConv2d(3, 5, 3, generator: new RandomGenerator(1));
        using var active = new GeneratedConv2d(3, 5, 3, activation: new Relu(), generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 6, 6], -1, 1, new RandomGenerator(2));
        Assert.Equal(plain.Forward(x).ToArray<float>().Select(v => Math.Max(v, 0)), active.Forward(x).ToArray<float>());
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() =>
        RepeatedRuns.AreEqual(device => new GeneratedConv2d(6, 19, 3, padding: 1, generator: new RandomGenerator(1), device: device), [3, 6, 15, 13]);
}
