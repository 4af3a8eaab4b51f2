using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.AdaptiveField;

public class AdaptiveFieldTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_evaluations_are_the_mixture_of_the_convolutions(bool mixesFilters)
    {
        using var scope = new TensorScope();
        AdaptiveFieldOptions options = new() { Fields = [new(1), new(3), new(3, 2), new(5)], MixesFilters = mixesFilters };
        using var layer = new AdaptiveFieldConv2d(3, 4, options: options, generator: new RandomGenerator(1));
        layer.To(ElementType.Float64);
        Tensor x = Tensor.Uniform([2, 3, 7, 6], -1, 1, new RandomGenerator(2), ElementType.Float64);
        double[] actual = layer.Forward(x).ToDoubles(), shares = layer.Shares(x).ToDoubles();
        for (int n = 0; n < 2; n++)
        {
            Tensor image = x.Slice(0, n, 1);
            double[] sum = new double[4 * 42];
            for (int s = 0; s < 4; s++)
            {
                FieldBranch field = options.Fields[s];
                double[] one = image.Conv2d(layer.Weights[s], layer.Bias!.Value, padding: field.Span / 2, dilation: field.Dilation).ToDoubles();
                for (int i = 0; i < sum.Length; i++) sum[i] += shares[n * 4 + s] * one[i];
            }
            for (int i = 0; i < sum.Length; i++) Assert.Equal(sum[i], actual[n * sum.Length + i], 1e-13);
        }
    }

    [Fact]
    public void The_plan_takes_the_way_with_fewer_taps_and_says_so()
    {
        Assert.Equal("mixes the filters: 49 taps instead of 84 in 4 convolutions", FieldPlan.Of(AdaptiveFieldOptions.Sizes(1, 3, 5, 7).Fields).ToString());
        Assert.Equal("mixes the outputs of 3 convolutions: 27 taps instead of 49", FieldPlan.Of(AdaptiveFieldOptions.Dilations(3, 1, 2, 3).Fields).ToString());
    }

    [Fact]
    public void The_expected_field_is_the_mean_of_the_spans()
    {
        using var scope = new TensorScope();
        using var layer = new AdaptiveFieldConv2d(3, 4, options: AdaptiveFieldOptions.Dilations(3, 1, 2), generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 7, 6], -1, 1, new RandomGenerator(2));
        float[] shares = layer.Shares(x).ToArray<float>(), field = layer.ExpectedField(x).ToArray<float>();
        Assert.Equal(3 * shares[0] + 5 * shares[1], field[0], 1e-5);
        Assert.Equal(3 * shares[2] + 5 * shares[3], field[1], 1e-5);
    }

    [Fact]
    public void A_hard_choice_is_one_field_and_repeats_with_its_seed()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([64, 3, 5, 5], -1, 1, new RandomGenerator(2));
        float[] first = Choose(3, train: true), again = Choose(3, train: true), other = Choose(4, train: true);
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
        Assert.All(first.Chunk(3), row => Assert.Equal([0, 0, 1], row.Order()));
        for (int s = 0; s < 3; s++) Assert.Contains(first.Chunk(3), row => row[s] == 1);
        Assert.Equal(Choose(3, train: false), Choose(4, train: false));

        float[] Choose(ulong seed, bool train)
        {
            AdaptiveFieldOptions options = AdaptiveFieldOptions.Sizes(1, 3, 5) with { IsHard = true };
            using var layer = new AdaptiveFieldConv2d(3, 4, options: options, generator: new RandomGenerator(1), noise: new RandomGenerator(seed));
            if (!train) layer.Eval();
            return layer.Shares(x).ToArray<float>();
        }
    }

    [Fact]
    public void The_gradient_of_a_choice_goes_straight_through()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray<float>([1, 3, 3, 2, 0, -1], [2, 3]);
        x.RequiresGrad = true;
        Tensor y = x.HardChoice();
        Assert.Equal([0, 1, 0, 1, 0, 0], y.ToArray<float>());
        float[] dy = [1, 2, 3, 4, 5, 6];
        Assert.Equal(dy, Gradients.Of(y, [x], gradient: Tensor.FromArray(dy, [2, 3]))[0].ToArray<float>());
    }

    [Fact]
    public void Noise_is_that_of_Gumbel()
    {
        using var scope = new TensorScope();
        Tensor soft = Tensor.Zeros([4000, 2]).GumbelSoftmax(generator: new RandomGenerator(5));
        // The difference of two Gumbel numbers is logistic, so that the share is uniform in (0, 1).
        double[] shares = [.. soft.ToArray<float>().Where((_, i) => i % 2 == 0).Select(v => (double)v).Order()];
        for (int i = 0; i < shares.Length; i++) Assert.Equal((i + 0.5) / shares.Length, shares[i], 0.03);
    }

    [Fact]
    public void A_hard_layer_trains_its_router_by_the_softmax()
    {
        using var scope = new TensorScope();
        AdaptiveFieldOptions options = AdaptiveFieldOptions.Sizes(1, 3) with { IsHard = true };
        using var layer = new AdaptiveFieldConv2d(3, 4, options: options, generator: new RandomGenerator(1), noise: new RandomGenerator(2));
        layer.Forward(Tensor.Uniform([4, 3, 5, 5], -1, 1, new RandomGenerator(2))).Backward(Tensor.Uniform([4, 4, 5, 5], -1, 1, new RandomGenerator(3)));
        Assert.Contains(layer.Router.Second.Weight.Gradient!.ToArray<float>(), g => g != 0);
    }

    [Fact]
    public void The_temperature_is_part_of_the_state()
    {
        using var layer = new AdaptiveFieldConv2d(3, 4, options: AdaptiveFieldOptions.Sizes(1, 3) with { Router = new() { Temperature = TemperatureSchedule.Linear(30, 1, 10), Hidden = 2 } });
        Assert.Equal(
            "weight0 [4, 3, 1, 1], weight1 [4, 3, 3, 3], bias [4], router.temperature [], router.fc1.weight [2, 3], router.fc1.bias [2], router.fc2.weight [2, 2], router.fc2.bias [2]",
            string.Join(", ", layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}")));
        Assert.Equal(30, layer.Router.Temperature);
        layer.AdvanceTo(new TrainingMoment(50, 10));
        Assert.Equal(15.5, layer.Router.Temperature);
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() => RepeatedRuns.AreEqual(
        device => new AdaptiveFieldConv2d(
            5, 19, options: AdaptiveFieldOptions.Sizes(1, 3, 5) with { IsHard = true }, generator: new RandomGenerator(1), noise: new RandomGenerator(2),
            device: device), [3, 5, 9, 8]);

    [Fact]
    public void Kernels_are_odd() => Throws(
        "[adaptive field] there must be at least one field, kernels odd and dilations at least 1. Got 3 to 4 channels, 1 groups, fields [2x2, 3x3 dilation 2].",
        () => new AdaptiveFieldConv2d(3, 4, options: new() { Fields = [new(2), new(3, 2)] }));

    [Fact]
    public void Groups_divide_the_channels() => Throws(
        "[adaptive field] channels and groups must be at least 1, and the groups divide the channels. Got 3 to 4 channels, 2 groups, fields [3x3].",
        () => new AdaptiveFieldConv2d(3, 4, groups: 2, options: AdaptiveFieldOptions.Sizes(3)));

    [Fact]
    public void Hidden_features_are_at_least_one() => Throws(
        "[adaptive field] channels and hidden features must be at least 1. Got 3 channels, hidden 0.",
        () => new AdaptiveFieldConv2d(3, 4, options: new() { Router = new() { Hidden = 0 } }));

    [Fact]
    public void The_temperature_is_above_zero() => Throws(
        "[gumbel softmax] the temperature must be above 0. Got 0.", () => Tensor.Zeros([2, 2]).GumbelSoftmax(0));

    [Fact]
    public void The_layer_has_its_channels() => Throws(
        "[adaptive field] the input must be [N, 3, H, W]. Got [1, 2, 4, 4].", () => new AdaptiveFieldConv2d(3, 4).Forward(Tensor.Zeros([1, 2, 4, 4])));

    [Fact]
    public void A_choice_is_of_rows() => Throws(
        "[hard choice] the tensor must be f32 or f64 [N, S] with S at least 1. Got f32 [2, 0] row-major on cpu.", () => Tensor.Zeros([2, 0]).HardChoice());

    [Fact]
    public void Gumbel_is_of_rows() => Throws(
        "[gumbel softmax] the tensor must be f32 or f64 [N, S] with S at least 1. Got f32 [2] row-major on cpu.",
        () => Tensor.Zeros([2]).GumbelSoftmax());

    internal static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
