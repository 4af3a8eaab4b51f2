using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.ODConv;

public class ODConvTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    public void The_layer_is_the_formula(int groups, bool isPerKernel)
    {
        using var scope = new TensorScope();
        var options = new ODConvOptions { Kernels = 3, LeastHidden = 5, PerKernelAttention = isPerKernel, Temperature = TemperatureSchedule.Constant(0.7) };
        using var layer = new ODConv2d(4, 6, (3, 2), padding: 1, groups: groups, options: options, generator: new RandomGenerator(1));
        layer.Eval();
        Tensor x = Tensor.Uniform([2, 4, 6, 5], -1, 1, new RandomGenerator(2));
        ODConvScales scales = layer.Attention.Attend(x);
        int attentions = isPerKernel ? 3 : 1;
        double[] channel = scales.Channel.ToDoubles(), filter = scales.Filter!.ToDoubles(), spatial = scales.Spatial!.ToDoubles(), kernel = scales.Kernel!.ToDoubles();
        double[] bank = layer.Weight.Value.ToDoubles(), y = layer.Forward(x).ToDoubles();
        int inner = 4 / groups, perSample = y.Length / 2;
        for (int n = 0; n < 2; n++)
        {
            var weight = new double[6 * inner * 6];
            for (int e = 0; e < 3; e++)
            {
                int a = n * attentions + (isPerKernel ? e : 0);
                for (int i = 0; i < weight.Length; i++)
                {
                    int o = i / (inner * 6), c = o / (6 / groups) * inner + i / 6 % inner, tap = i % 6;
                    weight[i] += kernel[n * 3 + e] * filter[a * 6 + o] * channel[a * 4 + c] * spatial[a * 6 + tap] * bank[e * weight.Length + i];
                }
            }
            Tensor own = Tensor.FromDoubles(weight, [6, inner, 3, 2], ElementType.Float32);
            double[] expected = x.Slice(0, n, 1).Conv2d(own, padding: 1, groups: groups).ToDoubles();
            for (int i = 0; i < perSample; i++) Assert.Equal(expected[i], y[n * perSample + i], 1e-5);
        }
    }

    [Fact]
    public void State_has_the_names_and_shapes_of_the_field_and_attentions_are_left_out_where_they_say_nothing()
    {
        using var layer = new ODConv2d(32, 64, 3);
        Assert.Equal(
            [
                "weight [4, 64, 32, 3, 3]", "attention.temperature []", "attention.fc.weight [16, 32]", "attention.bn.weight [16]", "attention.bn.bias [16]",
                "attention.bn.running_mean [16]", "attention.bn.running_var [16]", "attention.bn.num_batches_tracked []",
                "attention.channel_fc.weight [32, 16]", "attention.channel_fc.bias [32]", "attention.filter_fc.weight [64, 16]", "attention.filter_fc.bias [64]",
                "attention.spatial_fc.weight [9, 16]", "attention.spatial_fc.bias [9]", "attention.kernel_fc.weight [4, 16]", "attention.kernel_fc.bias [4]",
            ],
            layer.StateDictionary().Select(e => $"{e.Name} {e.Tensor.Shape}"));
        Assert.Equal("channel_fc filter_fc", Heads(new ODConv2d(8, 4, 1, options: new ODConvOptions { Kernels = 1 })));
        Assert.Equal("channel_fc spatial_fc kernel_fc", Heads(new ODConv2d(8, 8, 3, groups: 8)));
        Assert.Equal("channel_fc filter_fc spatial_fc kernel_fc", Heads(new ODConv2d(8, 16, 3, groups: 8)));
        Assert.Equal(
            "ODConv2d: 32 to 64 channels, kernel (3, 3), stride (1, 1), padding (0, 0), dilation (1, 1), groups 1, 4 kernels, 16 hidden features", layer.ToString());
        using var wide = new ODConv2d(4, 6, 3, options: new ODConvOptions { Kernels = 2, PerKernelAttention = true });
        Assert.Equal([2 * 4, 2 * 6, 2 * 9, 2], wide.NamedParameters().Where(p => p.Name.EndsWith("_fc.bias", StringComparison.Ordinal)).Select(p => p.Parameter.Value.Shape[0]));

        static string Heads(ODConv2d made) => string.Join(' ', made.Attention.Children.Select(c => c.Name).Where(n => n.EndsWith("_fc", StringComparison.Ordinal)));
    }

    [Fact]
    public void Weights_of_convolutions_1x1_load_into_the_linear_maps()
    {
        using var scope = new TensorScope();
        using var source = new ODConv2d(4, 6, 3, generator: new RandomGenerator(1));
        using var target = new ODConv2d(4, 6, 3, generator: new RandomGenerator(2));
        StateReport report = target.LoadStateDictionary(source.StateDictionary().Select(e =>
            (e.Name, e.Name.EndsWith("fc.weight", StringComparison.Ordinal) ? e.Tensor.Reshape([e.Tensor.Shape[0], e.Tensor.Shape[1], 1, 1]) : e.Tensor)));
        Assert.True(report.IsComplete, report.ToString());
        Tensor x = Tensor.Uniform([2, 4, 5, 5], -1, 1, new RandomGenerator(3));
        Assert.Equal(source.Eval().Forward(x).ToArray<float>(), target.Eval().Forward(x).ToArray<float>());
    }

    [Theory]
    [InlineData(ODConvNorm.Batch)]
    [InlineData(ODConvNorm.Sample)]
    [InlineData(ODConvNorm.None)]
    public void A_batch_of_one_trains(ODConvNorm norm)
    {
        using var scope = new TensorScope();
        using var layer = new ODConv2d(4, 6, 3, options: new ODConvOptions { Norm = norm }, generator: new RandomGenerator(1));
        foreach (int batch in (int[])[1, 0])
        {
            Tensor y = layer.Forward(Tensor.Uniform([batch, 4, 5, 5], -1, 1, new RandomGenerator(3)));
            Assert.Equal([batch, 6, 3, 3], y.Shape);
            y.Backward(Tensor.Full(y.Shape, 1));
        }
        Assert.All(layer.Parameters(), p => Assert.All(p.Gradient!.ToArray<float>(), g => Assert.True(float.IsFinite(g))));
        Assert.All(layer.NamedBuffers().Where(b => b.Name.EndsWith("running_mean", StringComparison.Ordinal)), b => Assert.All(b.Buffer.Value.ToArray<float>(), m => Assert.Equal(0, m)));
    }

    [Fact]
    public void A_strict_norm_refuses_a_batch_of_one_in_training_only()
    {
        using var scope = new TensorScope();
        using var layer = new ODConv2d(4, 6, 3, options: new ODConvOptions { Norm = ODConvNorm.StrictBatch });
        Throws(
            "[odconv] in training, batch normalisation of a map of 1x1 needs at least 2 samples; ODConvNorm.Batch, Sample and None take one. Got batch 1 with ODConvNorm.StrictBatch.",
            () => layer.Forward(Tensor.Zeros([1, 4, 5, 5])));
        layer.Eval();
        Assert.Equal([1, 6, 3, 3], layer.Forward(Tensor.Zeros([1, 4, 5, 5])).Shape);
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Throws(
            "[odconv] channels, kernel, groups and the number of kernels must be at least 1, and the groups must divide the channels. " +
            "Got inChannels 3, outChannels 4, kernel (3, 3), groups 2, 4 kernels.",
            () => new ODConv2d(3, 4, 3, groups: 2));
        Throws(
            "[odconv] kernels, the least hidden features and the reduction must be above 0. Got 4 kernels, least hidden 16, reduction 0.",
            () => new ODConv2d(3, 4, 3, options: new ODConvOptions { Reduction = 0 }));
        Throws(
            "[odconv] the input must be [N, 3, H, W]. Got [2, 4, 8, 8] for a layer of 3 to 5 channels.", () => new ODConv2d(3, 5, 3).Forward(Tensor.Zeros([2, 4, 8, 8])));
        Throws(
            "[od resnet] channels, classes, width and the blocks of four stages must be at least 1. Got inChannels 3, classes 1000, width 64, blocks (2, 2, 2).",
            () => new ODResNet(new ODResNetOptions { Blocks = [2, 2, 2] }));
    }

    [Fact]
    public void The_temperature_falls_with_each_step_and_is_saved()
    {
        using var layer = new ODConv2d(3, 4, 3);
        layer.AdvanceTo(new TrainingMoment(5, 10));
        Assert.Equal(28.55, layer.Attention.Temperature, 1e-5);
        Assert.Contains(layer.StateDictionary(), e => e.Name == "attention.temperature");
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() =>
        RepeatedRuns.AreEqual(device => new ODConv2d(6, 19, 3, padding: 1, generator: new RandomGenerator(1), device: device), [3, 6, 15, 13]);

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
