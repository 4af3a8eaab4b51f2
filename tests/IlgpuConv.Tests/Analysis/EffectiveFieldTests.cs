using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>The numbers of convolutions.md 8.2: stacks of n convolutions 3x3 with equal weights.</summary>
public class EffectiveFieldTests
{
    [Theory]
    [InlineData(5, 1.826, 8.3, 0.755)]
    [InlineData(10, 2.582, 11.7, 0.557)]
    [InlineData(20, 3.651, 16.2, 0.394)]
    [InlineData(40, 5.164, 22.7, 0.281)]
    public void A_uniform_stack_sees_a_bell_that_grows_with_the_root_of_its_depth(int layers, double deviation, double side, double ratio)
    {
        int size = 2 * layers + 1 + 8;
        using Sequential stack = Uniform(layers);
        EffectiveField field = EffectiveField.Of(stack, [2, 1, size, size]);
        Assert.Equal(deviation, field.Deviation.Rows, 0.0005);
        Assert.Equal(deviation, field.Deviation.Columns, 0.0005);
        Assert.Equal(Math.Sqrt(2.0 * layers / 3), field.Deviation.Rows, 1e-9);
        Assert.Equal(side, field.Side, 0.05);
        Assert.Equal(ratio, field.Side / (2 * layers + 1), 0.0005);
        // The field is a sum of n independent steps: nearly a normal distribution of the same deviation.
        Assert.Equal(deviation, field.Fit.Sigma, deviation * 0.045);
        Assert.InRange(field.Fit.R2, 0.995, 1);
        Assert.Equal((size / 2, size / 2), ((int)Math.Round(field.Centre.Row), (int)Math.Round(field.Centre.Column)));
    }

    [Fact]
    public void A_layer_in_the_middle_has_the_field_of_the_layers_before_it()
    {
        using Sequential stack = Uniform(12);
        stack.Add(new GlobalAvgPool2d()).Add(new Flatten());
        Assert.Equal(Math.Sqrt(2.0 * 5 / 3), EffectiveField.Of(stack, [1, 1, 33, 33], "4").Deviation.Columns, 1e-9);
        Assert.Equal(Math.Sqrt(2.0 * 12 / 3), EffectiveField.Of(stack, [1, 1, 33, 33]).Deviation.Columns, 1e-9);
    }

    [Fact]
    public void Samples_are_averaged_and_the_same_seed_gives_the_same_field()
    {
        using var network = new Sequential(
            new Conv2d(2, 4, 3, padding: 1, generator: new RandomGenerator(1)), new Relu(), new Conv2d(4, 3, 3, padding: 1, generator: new RandomGenerator(2)));
        EffectiveField one = EffectiveField.Of(network, [4, 2, 9, 11], batches: 3, generator: new RandomGenerator(7));
        EffectiveField same = EffectiveField.Of(network, [4, 2, 9, 11], batches: 3, generator: new RandomGenerator(7));
        Assert.Equal(one.Values, same.Values);
        Assert.Equal((9, 11, 25), (one.Height, one.Width, one.Values.Count(value => value > 0)));
        EffectiveField[] each = [.. Enumerable.Range(0, 3).Select(i => EffectiveField.Of(network, [4, 2, 9, 11], generator: new RandomGenerator(7, (ulong)(i * 4 * 2 * 9 * 11 / 2))))];
        for (int i = 0; i < one.Values.Count; i++) Assert.Equal(each.Average(field => field.Values[i]), one.Values[i], 1e-6);
    }

    [Fact]
    public void The_fit_finds_the_bell_it_is_given()
    {
        double[] values = [.. Enumerable.Range(0, 21 * 31).Select(i => 3 * Math.Exp(-(Math.Pow(i / 31 - 10, 2) + Math.Pow(i % 31 - 15, 2)) / (2 * 2.5 * 2.5)))];
        GaussianFit fit = new EffectiveField(21, 31, values, "").Fit;
        Assert.Equal(2.5, fit.Sigma, 1e-3);
        Assert.Equal(3, fit.Height, 1e-3);
        Assert.Equal(1, fit.R2, 1e-6);
    }

    [Fact]
    public void What_cannot_be_measured_is_refused()
    {
        using Sequential stack = Uniform(1);
        ArgumentException shape = Assert.Throws<ArgumentException>(() => EffectiveField.Of(stack, [1, 1]));
        Assert.Equal("[effective field] the input must be [N, C, H, W] or [N, C, W] with positions, and there must be a batch. Got [1, 1], batches 1. (Parameter 'input')", shape.Message);
        ArgumentException layer = Assert.Throws<ArgumentException>(() => EffectiveField.Of(stack, [1, 1, 5, 5], "conv9"));
        Assert.Equal("[effective field] there must be a feature map with more than one position. Got layer 'conv9' of Sequential for [1, 1, 5, 5]. (Parameter 'layer')", layer.Message);
    }

    private static Sequential Uniform(int layers)
    {
        var stack = new Sequential();
        for (int i = 0; i < layers; i++)
        {
            var conv = new Conv2d(1, 1, 3, padding: 1, hasBias: false);
            stack.Add(conv);
        }
        stack.To(ElementType.Float64);
        foreach (Parameter parameter in stack.Parameters()) parameter.Value.Fill(1.0 / 9);
        return stack;
    }
}
