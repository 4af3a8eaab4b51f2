using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.ModulatedConv;

public class ModulatedConvTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public void Both_forms_are_the_formula(int groups, bool demodulates)
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([2, 4, 3, 4], -1, 1, random), weight = Tensor.Uniform([6, 4 / groups, 1, 2], -1, 1, random);
        Tensor style = Tensor.Uniform([2, 4], -1, 1, random), bias = Tensor.Uniform([6], -1, 1, random);
        double[] expected = Plain(x.ToDoubles(), weight.ToDoubles(), style.ToDoubles(), bias.ToDoubles(), groups, demodulates);
        foreach (ModulationForm form in (ModulationForm[])[ModulationForm.Filters, ModulationForm.Features])
        {
            double[] y = x.ModulatedConv2d(weight, style, bias, groups: groups, demodulates: demodulates, epsilon: 0.01, form: form).ToDoubles();
            Assert.Equal(expected.Length, y.Length);
            for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-5);
        }
    }

    [Fact]
    public void Demodulated_outputs_of_noise_have_deviation_one_whatever_the_style()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Normal([2, 16, 32, 32], 0, 1, random), style = Tensor.Normal([2, 16], 0, 30, random);
        using var layer = new ModulatedConv2d(16, 8, 3, hasBias: false, generator: random);
        double[] y = layer.Forward(x, style).ToDoubles();
        Assert.Equal(1, Math.Sqrt(y.Average(v => v * v)), 0.05);
    }

    [Fact]
    public void An_image_alone_is_modulated_by_the_means_of_its_channels()
    {
        using var scope = new TensorScope();
        using var layer = new ModulatedConv2d(3, 5, 3, padding: 1, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 6, 6], 0, 1, new RandomGenerator(2));
        Assert.Equal(layer.Forward(x, x.Mean([2, 3])).ToArray<float>(), layer.Forward(x).ToArray<float>());
        Assert.All(layer.Affine.Bias!.Value.ToArray<float>(), b => Assert.Equal(1, b));
    }

    [Fact]
    public void State_is_as_documented()
    {
        using var layer = new ModulatedConv2d(4, 6, (1, 3), groups: 2, options: new ModulatedConvOptions { StyleFeatures = 5 });
        Assert.Equal(
            ["weight [6, 2, 1, 3]", "bias [6]", "affine.weight [4, 5]", "affine.bias [4]"],
            layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
    }

    [Theory]
    [InlineData(64, 64, 56, true, ModulationForm.Filters, "modulated filters: 258,048 elements a sample by filters, 802,816 by features")]
    [InlineData(64, 64, 28, true, ModulationForm.Features, "modulated features: 258,048 elements a sample by filters, 200,704 by features")]
    [InlineData(64, 64, 28, false, ModulationForm.Features, "modulated features: 147,456 elements a sample by filters, 100,352 by features")]
    public void The_plan_chooses_what_moves_less(int inChannels, int outChannels, int size, bool demodulates, ModulationForm form, string text)
    {
        ConvShape shape = ConvShape.Of(
            "conv", [1, inChannels, size, size], [outChannels, inChannels, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)]);
        ModulatedConvPlan plan = ModulatedConvPlan.Of(shape, demodulates);
        Assert.Equal(form, plan.Form);
        Assert.Equal(text, plan.ToString());
        Assert.Equal(ModulationForm.Filters, ModulatedConvPlan.Of(shape, demodulates, ModulationForm.Filters).Form);
    }

    [Theory]
    [InlineData(ModulationForm.Filters)]
    [InlineData(ModulationForm.Features)]
    public void The_same_bits_for_any_number_of_threads(ModulationForm form)
    {
        float[] one = Run(1);
        for (int run = 0; run < 20; run++) Assert.Equal(one, Run(1 + run % 3));

        float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var options = new ModulatedConvOptions { Form = form };
            using var layer = new ModulatedConv2d(5, 19, 3, padding: 1, options: options, generator: new RandomGenerator(1), device: device);
            Tensor x = Tensor.Uniform([3, 5, 9, 8], -1, 1, new RandomGenerator(4), device: device);
            x.RequiresGrad = true;
            Tensor y = layer.Forward(x);
            Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: device);
            Tensor[] leaves = [x, .. layer.Parameters().Select(p => p.Value)];
            return [.. y.ToArray<float>(), .. Gradients.Of(y, leaves, gradient: dy).SelectMany(g => g.ToArray<float>())];
        }
    }

    [Fact]
    public void Styles_have_a_factor_for_each_channel_of_each_sample() => Throws(
        "[modulated conv] the style must be [2, 3], one factor for each channel of each sample, of the input's type. " +
        "Got style f32 [2, 4] row-major on cpu for input f32 [2, 3, 5, 5] channels-last on cpu.",
        () => Tensor.Zeros([2, 3, 5, 5]).ModulatedConv2d(Tensor.Zeros([4, 3, 3, 3]), Tensor.Zeros([2, 4])));

    [Fact]
    public void Epsilon_is_not_negative() => Throws(
        "[modulated conv] epsilon must be at least 0. Got -1.",
        () => Tensor.Zeros([2, 3, 5, 5]).ModulatedConv2d(Tensor.Zeros([4, 3, 3, 3]), Tensor.Zeros([2, 3]), epsilon: -1));

    [Fact]
    public void Sizes_are_those_of_a_convolution() => Throws(
        "[modulated conv] the weight must have as many input channels as a group of the input. " +
        "Got input [2, 3, 5, 5], weight [4, 2, 3, 3], stride (1, 1), padding (0, 0), dilation (1, 1), groups 1.",
        () => Tensor.Zeros([2, 3, 5, 5]).ModulatedConv2d(Tensor.Zeros([4, 2, 3, 3]), Tensor.Zeros([2, 3])));

    [Fact]
    public void A_layer_with_a_style_of_its_own_needs_it() => Throws(
        "[modulated conv] a layer whose style has other features than its input has channels needs a style. Got input [2, 3, 5, 5] alone for 3 channels and 8 style features.",
        () => new ModulatedConv2d(3, 4, 3, options: new ModulatedConvOptions { StyleFeatures = 8 }).Forward(Tensor.Zeros([2, 3, 5, 5])));

    [Fact]
    public void The_style_of_a_layer_has_its_features() => Throws(
        "[modulated conv] the style must be [N, 3] for as many samples as the input. Got style [1, 3] for input [2, 3, 5, 5].",
        () => new ModulatedConv2d(3, 4, 3).Forward(Tensor.Zeros([2, 3, 5, 5]), Tensor.Zeros([1, 3])));

    [Fact]
    public void The_input_of_a_layer_has_its_channels() => Throws(
        "[modulated conv] the input must be [N, 3, H, W]. Got [2, 4, 5, 5] for a layer of 3 to 4 channels.",
        () => new ModulatedConv2d(3, 4, 3).Forward(Tensor.Zeros([2, 4, 5, 5])));

    [Fact]
    public void Sizes_of_a_layer_are_checked() => Throws(
        "[modulated conv] channels, kernel, groups and style features must be at least 1, the groups must divide the channels, and epsilon must be at least 0. " +
        "Got 3 to 4 channels, kernel (3, 3), 2 groups, 3 style features, epsilon 1E-08.",
        () => new ModulatedConv2d(3, 4, 3, groups: 2));

    private static double[] Plain(double[] x, double[] weight, double[] style, double[] bias, int groups, bool demodulates)
    {
        int perIn = 4 / groups, perOut = 6 / groups;
        var y = new double[2 * 6 * 3 * 3];
        for (int n = 0; n < 2; n++)
        {
            for (int o = 0; o < 6; o++)
            {
                var filter = new double[perIn * 2];
                for (int i = 0; i < filter.Length; i++) filter[i] = weight[o * filter.Length + i] * style[n * 4 + o / perOut * perIn + i / 2];
                double scale = demodulates ? 1 / Math.Sqrt(filter.Sum(v => v * v) + 0.01) : 1;
                for (int h = 0; h < 3; h++)
                {
                    for (int w = 0; w < 3; w++)
                    {
                        double sum = bias[o];
                        for (int i = 0; i < filter.Length; i++)
                            sum += scale * filter[i] * x[((n * 4 + o / perOut * perIn + i / 2) * 3 + h) * 4 + w + i % 2];
                        y[((n * 6 + o) * 3 + h) * 3 + w] = sum;
                    }
                }
            }
        }
        return y;
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
