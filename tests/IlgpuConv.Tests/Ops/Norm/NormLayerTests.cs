using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Norm;

public class NormLayerTests
{
    [Fact]
    public void The_states_have_the_names_and_defaults_of_PyTorch()
    {
        using var plain = new InstanceNorm2d(3);
        using var full = new InstanceNorm1d(3, affine: true, trackRunningStats: true);
        using var group = new GroupNorm(2, 4);
        using var layer = new LayerNorm([4, 2, 3]);
        using var channels = new LayerNorm2d(4);
        using var volumes = new BatchNorm3d(3);
        Assert.Empty(plain.StateDictionary());
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], Names(full));
        Assert.Equal(["weight", "bias"], Names(group));
        Assert.Equal(["weight", "bias"], Names(layer));
        Assert.Equal(["weight", "bias", "running_mean", "running_var", "num_batches_tracked"], Names(volumes));
        Assert.Equal((1e-5, 0.1, 1e-5, 1e-5, 1e-6), (plain.Epsilon, plain.Momentum, group.Epsilon, layer.Epsilon, channels.Epsilon));
    }

    [Fact]
    public void Running_statistics_of_instances_are_means_over_the_images()
    {
        using var scope = new TensorScope();
        using var layer = new InstanceNorm2d(2, trackRunningStats: true);
        layer.To(ElementType.Float64);
        double[] mean = [0, 0], variance = [1, 1];
        for (int step = 0; step < 2; step++)
        {
            Tensor x = Tensor.Uniform([3, 2, 4, 5], -1, 3, new RandomGenerator((ulong)step), ElementType.Float64);
            layer.Forward(x);
            double[] values = x.ToDoubles();
            for (int c = 0; c < 2; c++)
            {
                double[][] images = [.. Enumerable.Range(0, 3).Select(n => values[(20 * (2 * n + c))..(20 * (2 * n + c) + 20)])];
                mean[c] = 0.9 * mean[c] + 0.1 * images.Average(i => i.Average());
                variance[c] = 0.9 * variance[c] + 0.1 * images.Average(i => i.Sum(v => Math.Pow(v - i.Average(), 2)) / 19);
            }
        }
        Assert.Equal(mean, layer.RunningMean!.Value.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(variance, layer.RunningVariance!.Value.ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-13);

        layer.Eval();
        Tensor one = Tensor.Full([1, 2, 1, 1], 2, ElementType.Float64);
        double[] expected = [(2 - mean[0]) / Math.Sqrt(variance[0] + 1e-5), (2 - mean[1]) / Math.Sqrt(variance[1] + 1e-5)];
        Assert.Equal(expected, layer.Forward(one).ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-13);
    }

    [Fact]
    public void A_state_without_the_leading_axis_fits_a_layer_norm_of_images()
    {
        using var scope = new TensorScope();
        using var layer = new LayerNorm([2, 1, 3]);
        StateReport report = layer.LoadStateDictionary(
            [("weight", Tensor.FromArray<float>([1, 2, 3, 4, 5, 6], [2, 1, 3])), ("bias", Tensor.Zeros([2, 1, 3]))]);
        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6], layer.Weight!.Value.ToDoubles());
    }

    [Fact]
    public void One_group_a_channel_is_instance_norm_and_one_group_is_layer_norm_without_weight()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([2, 6, 3, 4], -1, 1, new RandomGenerator(3), ElementType.Float64);
        Assert.Equal(x.InstanceNorm().ToDoubles(), x.GroupNorm(6).ToDoubles());
        Assert.Equal(x.LayerNorm([6, 3, 4]).ToDoubles(), x.GroupNorm(1).ToDoubles());
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        Assert.Equal(Run(1), Run(2));
        Assert.Equal(Run(1), Run(3));

        static float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            Tensor x = Tensor.Uniform([3, 36, 19, 17], -1, 1, new RandomGenerator(4), device: device);
            Tensor w = Tensor.Uniform([36], -1, 1, new RandomGenerator(5), device: device), b = Tensor.Zeros([36], device: device);
            x.RequiresGrad = w.RequiresGrad = true;
            Tensor y = x.GroupNorm(4, w, b).Gelu().ChannelLayerNorm(w, b).InstanceNorm(w, b).Softmax(2).LayerNorm([36, 19, 17]);
            Tensor[] gradients = Gradients.Of(y, [x, w], gradient: Tensor.Uniform(y.Shape, -1, 1, new RandomGenerator(6), device: device));
            return [.. y.ToArray<float>(), .. gradients[0].ToArray<float>(), .. gradients[1].ToArray<float>()];
        }
    }

    private static IEnumerable<string> Names(Module module) => module.StateDictionary().Select(e => e.Name);
}
