using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Attention;

public class AttentionTests
{
    [Theory]
    [InlineData(1, 0.0625, 8, 8)]
    [InlineData(64, 0.0625, 8, 8)]
    [InlineData(192, 0.0625, 8, 16)]
    [InlineData(256, 0.0625, 1, 16)]
    [InlineData(24, 0.0625, 1, 2)]
    [InlineData(3, 0.0625, 1, 1)]
    public void Hidden_features_are_those_of_timm(int channels, double ratio, int divisor, int expected)
    {
        using var layer = new SqueezeExcite(channels, new() { Ratio = ratio, Divisor = divisor });
        Assert.Equal(expected, layer.Reduce.OutChannels);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(16, 3)]
    [InlineData(64, 3)]
    [InlineData(128, 5)]
    [InlineData(256, 5)]
    [InlineData(512, 5)]
    [InlineData(2048, 7)]
    public void Kernel_along_the_channels_is_that_of_the_paper(int channels, int expected) =>
        Assert.Equal(expected, EfficientChannelAttention.KernelFor(channels));

    [Fact]
    public void States_have_the_names_of_timm()
    {
        Assert.Equal("fc1.weight [8, 16, 1, 1], fc1.bias [8], fc2.weight [16, 8, 1, 1], fc2.bias [16]", State(new SqueezeExcite(16)));
        Assert.Equal("conv.weight [1, 1, 3]", State(new EfficientChannelAttention(16)));
        Assert.Equal(
            "channel.fc1.weight [2, 32, 1, 1], channel.fc2.weight [32, 2, 1, 1], spatial.conv.conv.weight [1, 2, 7, 7], spatial.conv.bn.weight [1], " +
            "spatial.conv.bn.bias [1], spatial.conv.bn.running_mean [1], spatial.conv.bn.running_var [1], spatial.conv.bn.num_batches_tracked []",
            State(new ConvBlockAttention2d(32)));
        Assert.Equal(
            "paths.0.conv.weight [8, 2, 3, 3], paths.1.conv.weight [8, 2, 3, 3], attn.fc_reduce.weight [8, 8, 1, 1], attn.fc_select.weight [16, 8, 1, 1]",
            State(new SelectiveKernel2d(4, 8, options: SelectiveKernelOptions.Timm), ".bn."));

        static string State(Module layer, string without = "#")
        {
            using (layer) return string.Join(", ", layer.StateDictionary().Where(e => !e.Name.Contains(without)).Select(e => $"{e.Name} {e.Tensor.Shape}"));
        }
    }

    [Fact]
    public void The_paper_has_at_least_32_hidden_features_and_32_groups()
    {
        using var layer = new SelectiveKernel2d(64, 128);
        Assert.Equal([128, 2, 3, 3], layer.NamedParameters().First().Parameter.Value.Shape);
        Assert.Equal([32, 128, 1, 1], layer.NamedParameters().Single(p => p.Name == "attn.fc_reduce.weight").Parameter.Value.Shape);
    }

    [Fact]
    public void Of_equal_channels_the_first_takes_the_gradient()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray<float>([1, 3, 3, 2], [1, 4, 1, 1]);
        x.RequiresGrad = true;
        Tensor y = x.ChannelPool();
        Assert.Equal([2.25f, 3], y.ToArray<float>());
        Tensor gradient = Gradients.Of(y, [x], gradient: Tensor.FromArray<float>([4, 10], [1, 2, 1, 1]))[0];
        Assert.Equal([1, 11, 1, 1], gradient.ToArray<float>());
    }

    [Fact]
    public void Gates_are_between_0_and_1_and_scale_the_input()
    {
        using var scope = new TensorScope();
        using var channel = new SqueezeExcite(4, generator: new RandomGenerator(1));
        using var spatial = new SpatialAttention(generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 4, 5, 6], -3, 3, new RandomGenerator(2));
        Assert.All(channel.Gate(x).ToArray<float>(), g => Assert.InRange(g, 0, 1));
        Assert.Equal([2, 1, 5, 6], spatial.Gate(x).Shape);
        channel.Restore.Weight.Value.Fill(0);
        channel.Restore.Bias!.Value.Fill(0);
        Assert.Equal(x.ToArray<float>().Select(v => v / 2), channel.Forward(x).ToArray<float>());
    }

    [Fact]
    public void Shares_of_branches_sum_to_one()
    {
        using var scope = new TensorScope();
        using var layer = new SelectiveKernel2d(3, 5, options: new() { Kernels = [3, 5, 7], Groups = 1 }, generator: new RandomGenerator(1));
        float[] shares = layer.Weights(Tensor.Uniform([2, 3, 6, 6], -3, 3, new RandomGenerator(2))).Sum([3]).ToArray<float>();
        Assert.Equal(10, shares.Length);
        Assert.All(shares, s => Assert.Equal(1, s, 1e-6));
    }

    [Fact]
    public void One_image_in_training_is_normalised_by_the_running_statistics()
    {
        using var scope = new TensorScope();
        using var layer = new SelectiveKernelAttention(4, 2, 3, generator: new RandomGenerator(1));
        Tensor[] maps = [Tensor.Uniform([1, 4, 3, 3], 0, 1, new RandomGenerator(2)), Tensor.Uniform([1, 4, 3, 3], 0, 1, new RandomGenerator(3))];
        float[] training = layer.Combine(maps).ToArray<float>();
        layer.Eval();
        Assert.Equal(layer.Combine(maps).ToArray<float>(), training);
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() => RepeatedRuns.AreEqual(
        device => new ConvBlockAttention2d(19, generator: new RandomGenerator(1), device: device), [3, 19, 11, 13]);
}
