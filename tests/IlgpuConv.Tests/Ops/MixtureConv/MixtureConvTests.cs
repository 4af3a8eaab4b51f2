using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.MixtureConv;

public class MixtureConvTests
{
    [Fact]
    public void Sample_n_is_convolved_with_its_mixture()
    {
        using var scope = new TensorScope();
        using var layer = new CondConv2d(3, 5, 3, padding: 1, hasBias: true, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 3, 6, 7], -1, 1, new RandomGenerator(2));
        Tensor shares = layer.Shares(x), both = layer.Forward(x);
        float[] pi = shares.ToArray<float>();
        Assert.All(pi, share => Assert.InRange(share, 0, 1));
        for (int n = 0; n < 2; n++)
        {
            Tensor filter = Tensor.Zeros([5, 3, 3, 3]), bias = Tensor.Zeros([5]);
            for (int e = 0; e < 4; e++)
            {
                filter += layer.Weight.Value.Slice(0, e, 1).Reshape([5, 3, 3, 3]) * pi[n * 4 + e];
                bias += layer.Bias!.Value.Slice(0, e, 1).Reshape([5]) * pi[n * 4 + e];
            }
            float[] expected = x.Slice(0, n, 1).Conv2d(filter, bias, padding: 1).ToArray<float>();
            float[] actual = both.Slice(0, n, 1).ToArray<float>();
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Both_evaluations_agree_in_outputs_and_gradients(int groups)
    {
        float[] filters = Run(MixtureEvaluation.MixFilters), outputs = Run(MixtureEvaluation.MixOutputs);
        for (int i = 0; i < filters.Length; i++) Assert.Equal(filters[i], outputs[i], 2e-4);

        float[] Run(MixtureEvaluation evaluation)
        {
            using var scope = new TensorScope();
            var options = new CondConvOptions { Experts = 3, Evaluation = evaluation };
            using var layer = new CondConv2d(4, 6, 3, stride: 2, padding: 1, groups: groups, hasBias: true, options: options, generator: new RandomGenerator(1));
            return OutputAndGradients(layer, Tensor.Uniform([3, 4, 9, 8], -1, 1, new RandomGenerator(4)));
        }
    }

    [Fact]
    public void The_plan_mixes_filters_on_large_maps_and_outputs_on_small_ones_and_says_why()
    {
        using var layer = new CondConv2d(16, 16, 3, padding: 1);
        MixturePlan large = layer.Plan([2, 16, 28, 28]), small = layer.Plan([32, 16, 1, 1]);
        Assert.Equal(MixtureEvaluation.MixFilters, large.Evaluation);
        Assert.Equal(MixtureEvaluation.MixOutputs, small.Evaluation);
        using var depthwise = new CondConv2d(16, 16, 3, padding: 1, groups: 16);
        Assert.Equal(MixtureEvaluation.MixFilters, depthwise.Plan([32, 16, 4, 4]).Evaluation);
        Assert.Equal("mix filters: 4 experts on 784 positions of 2 samples, 4.046 M for filters, 17.799 M for outputs", large.ToString());
        Assert.Equal("mix outputs: 4 experts on 1 positions of 32 samples, 7.004 M for filters, 2.169 M for outputs", small.ToString());
    }

    [Fact]
    public void Batches_of_none_and_one_are_batches_like_others()
    {
        using var scope = new TensorScope();
        foreach (MixtureEvaluation evaluation in (MixtureEvaluation[])[MixtureEvaluation.Planned, MixtureEvaluation.MixFilters, MixtureEvaluation.MixOutputs])
        {
            using var layer = new CondConv2d(3, 5, 3, options: new CondConvOptions { Evaluation = evaluation }, hasBias: true, generator: new RandomGenerator(1));
            foreach (int batch in (int[])[0, 1])
            {
                Tensor y = layer.Forward(Tensor.Uniform([batch, 3, 5, 6], -1, 1, new RandomGenerator(2)));
                Assert.Equal([batch, 5, 3, 4], y.Shape);
                y.Backward(Tensor.Full(y.Shape, 1));
                if (batch == 0) Assert.All(layer.Weight.Gradient!.ToArray<float>(), g => Assert.Equal(0, g));
            }
        }
    }

    [Fact]
    public void One_router_serves_the_layers_of_a_block()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        var options = new CondConvOptions { Experts = 8, HasRouter = false };
        using var router = new CondConvRouter(4, 8, random);
        using var expand = new CondConv2d(4, 12, 1, options: options, generator: random);
        using var depthwise = new CondConv2d(12, 12, 3, padding: 1, groups: 12, options: options, generator: random);
        Tensor x = Tensor.Uniform([2, 4, 5, 5], -1, 1, random);
        Tensor shares = router.Forward(x);
        Tensor y = depthwise.Forward(expand.Forward(x, shares), shares);
        y.Backward(Tensor.Full(y.Shape, 1));
        Assert.Contains(router.Weight.Gradient!.ToArray<float>(), g => g != 0);
        Assert.Equal(["weight"], expand.StateDictionary().Select(e => e.Name));
    }

    [Fact]
    public void State_has_the_names_and_shapes_of_the_field()
    {
        using var two = new CondConv2d(4, 6, 3, groups: 2, hasBias: true);
        using var one = new CondConv1d(4, 6, 5);
        Assert.Equal(
            ["weight [4, 6, 2, 3, 3]", "bias [4, 6]", "routing_fn.weight [4, 4]", "routing_fn.bias [4]"],
            two.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
        Assert.Equal(["weight [4, 6, 4, 5]", "routing_fn.weight [4, 4]", "routing_fn.bias [4]"], one.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
        Assert.Equal("CondConv2d: 4 to 6 channels, kernel (3, 3), stride (1, 1), padding (0, 0), dilation (1, 1), groups 2, 4 experts", two.ToString());
    }

    [Fact]
    public void Each_expert_starts_as_a_layer_of_its_own_shape()
    {
        using var layer = new CondConv2d(32, 64, 3, hasBias: true, generator: new RandomGenerator(1));
        double bound = 1 / Math.Sqrt(32 * 9);
        float[] weight = layer.Weight.Value.ToArray<float>();
        Assert.All(weight, w => Assert.InRange(w, -bound, bound));
        for (int e = 0; e < 4; e++)
            Assert.Equal(bound / Math.Sqrt(3), Math.Sqrt(weight.Skip(e * weight.Length / 4).Take(weight.Length / 4).Average(w => (double)w * w)), 0.01 * bound);
        Assert.All(layer.Bias!.Value.ToArray<float>(), b => Assert.InRange(b, -bound, bound));
    }

    [Fact]
    public void The_summary_shows_the_layer_as_one_line()
    {
        using var scope = new TensorScope();
        using var network = new Sequential(new CondConv2d(3, 8, 3, padding: 1), new Relu(), new DynamicConv2d(8, 4, 3));
        ModelSummary summary = ModelSummary.Of(network, Tensor.Zeros([1, 3, 6, 6]));
        Assert.Equal(
            ["0 CondConv2d [1, 8, 6, 6] 880", "1 Relu [1, 8, 6, 6] 0", "2 DynamicConv2d [1, 4, 4, 4] 1208"],
            summary.Layers.Select(l => $"{l.Name} {l.Kind} {l.Output} {l.Parameters}"));
    }

    [Theory]
    [InlineData(MixtureEvaluation.MixFilters)]
    [InlineData(MixtureEvaluation.MixOutputs)]
    public void The_same_bits_for_any_number_of_threads(MixtureEvaluation evaluation)
    {
        float[] one = Run(1);
        Assert.Equal(one, Run(2));
        Assert.Equal(one, Run(3));

        float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var options = new CondConvOptions { Evaluation = evaluation };
            using var layer = new CondConv2d(6, 19, 3, padding: 1, hasBias: true, options: options, generator: new RandomGenerator(1), device: device);
            return OutputAndGradients(layer, Tensor.Uniform([3, 6, 15, 13], -1, 1, new RandomGenerator(4), device: device));
        }
    }

    private static float[] OutputAndGradients(Module layer, Tensor x)
    {
        x.RequiresGrad = true;
        Tensor y = layer.Forward(x);
        Tensor dy = Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: x.Device);
        Tensor[] leaves = [x, .. layer.Parameters().Select(p => p.Value)];
        return [.. y.ToArray<float>(), .. Gradients.Of(y, leaves, gradient: dy).SelectMany(g => g.ToArray<float>())];
    }
}
