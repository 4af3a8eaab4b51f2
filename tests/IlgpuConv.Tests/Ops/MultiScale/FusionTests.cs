using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.MultiScale;

public class FusionTests
{
    [Fact]
    public void Learned_weights_start_as_the_mean()
    {
        using var scope = new TensorScope();
        Tensor[] maps = [Tensor.Full([1, 2, 2, 2], 1), Tensor.Full([1, 2, 2, 2], 5)];
        Assert.All(new SoftmaxFusion(2).Combine(maps).ToArray<float>(), v => Assert.Equal(3, v, 1e-6));
        Assert.All(new FastNormalisedFusion(2, 2).Combine(maps).ToArray<float>(), v => Assert.Equal(6 / 2.0001, v, 1e-5));
        Assert.All(new SumFusion().Combine(maps).ToArray<float>(), v => Assert.Equal(6, v));
        Assert.Equal([1, 4, 2, 2], new ConcatFusion().Combine(maps).Shape);
    }

    [Fact]
    public void A_negative_weight_switches_a_map_off()
    {
        using var scope = new TensorScope();
        using var rule = new FastNormalisedFusion(2);
        rule.Weight.Value.Write<float>([-3, 1]);
        Assert.All(rule.Combine([Tensor.Full([1, 1, 2, 2], 100), Tensor.Full([1, 1, 2, 2], 5)]).ToArray<float>(), v => Assert.Equal(5 / 1.0001, v, 1e-5));
    }

    [Fact]
    public void Weights_of_pixels_sum_to_one_and_differ()
    {
        using var scope = new TensorScope();
        using var rule = new PixelFusion(2, 3, generator: new RandomGenerator(1));
        Tensor[] maps = [Tensor.Uniform([2, 3, 4, 4], -1, 1, new RandomGenerator(2)), Tensor.Uniform([2, 3, 4, 4], -1, 1, new RandomGenerator(3))];
        Tensor weights = rule.Weights(maps);
        Assert.All(weights.Sum([1]).ToArray<float>(), v => Assert.Equal(1, v, 1e-6));
        Assert.True(weights.ToArray<float>().Distinct().Count() > 30);
    }

    [Fact]
    public void Maps_take_the_size_of_the_reference_and_its_channels()
    {
        using var scope = new TensorScope();
        using var layer = new MultiScaleFusion2d([3, 6, 4], 6, new ConcatFusion(), new() { Reference = 1 });
        Tensor[] maps = [Tensor.Zeros([2, 3, 9, 7]), Tensor.Zeros([2, 6, 5, 4]), Tensor.Zeros([2, 4, 2, 2])];
        Assert.Equal([2, 18, 5, 4], layer.Fuse(maps).Shape);
        Assert.Equal(18, layer.OutChannels);
        Assert.Equal(["align.0.weight", "align.0.bias", "align.2.weight", "align.2.bias"], layer.NamedParameters().Select(p => p.Name));
    }

    [Fact]
    public void Larger_maps_come_down_by_means_or_maxima()
    {
        using var scope = new TensorScope();
        Tensor large = Tensor.FromArray<float>([1, 2, 3, 4, 5, 6, 7, 9], [1, 1, 2, 4]), small = Tensor.Zeros([1, 1, 1, 2]);
        Assert.Equal([3.5f, 5.75f], Fuse(FusionDownsampling.AveragePool));
        Assert.Equal([6f, 9f], Fuse(FusionDownsampling.MaxPool));
        Assert.Equal([1f, 3f], Fuse(FusionDownsampling.Resize));

        float[] Fuse(FusionDownsampling way)
        {
            using var layer = new MultiScaleFusion2d([1, 1], 1, new SumFusion(), new() { Reference = 1, Downsampling = way });
            return layer.Fuse([large, small]).ToArray<float>();
        }
    }

    [Fact]
    public void A_layer_of_one_map_is_called_like_any_other()
    {
        using var scope = new TensorScope();
        using var layer = new MultiScaleFusion2d([2], 2, new SoftmaxFusion(1));
        Tensor x = Tensor.Uniform([1, 2, 3, 3], -1, 1, new RandomGenerator(1));
        Assert.Equal(x.ToArray<float>(), layer.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_layer_of_several_maps_refuses_one() => Throws(
        "[fusion] the layer fuses 2 maps [N, C, H, W] with channels [2, 3]. Got [1, 2, 3, 3].",
        () => new MultiScaleFusion2d([2, 3], 2, new SumFusion()).Forward(Tensor.Zeros([1, 2, 3, 3])));

    [Fact]
    public void Maps_are_of_the_same_images() => Throws(
        "[fusion] the layer fuses 2 maps [N, C, H, W] with channels [2, 2]. Got [1, 2, 3, 3], [2, 2, 3, 3].",
        () => new MultiScaleFusion2d([2, 2], 2, new SumFusion()).Fuse([Tensor.Zeros([1, 2, 3, 3]), Tensor.Zeros([2, 2, 3, 3])]));

    [Fact]
    public void The_reference_is_one_of_the_maps() => Throws(
        "[fusion] there must be maps of at least 1 channel, and the reference one of them. Got channels [2, 3] to 2, reference 2.",
        () => new MultiScaleFusion2d([2, 3], 2, new SumFusion(), new() { Reference = 2 }));

    [Fact]
    public void A_rule_has_its_number_of_maps() => Throws(
        "[fusion] the rule needs 3 maps of one shape [N, C, H, W]. Got [1, 2, 3, 3], [1, 2, 3, 3].",
        () => new SoftmaxFusion(3).Combine([Tensor.Zeros([1, 2, 3, 3]), Tensor.Zeros([1, 2, 3, 3])]));

    [Fact]
    public void Maps_of_a_rule_have_one_shape() => Throws(
        "[fusion] the rule needs one or more maps of one shape [N, C, H, W]. Got [1, 2, 3, 3], [1, 2, 3, 4].",
        () => new SumFusion().Combine([Tensor.Zeros([1, 2, 3, 3]), Tensor.Zeros([1, 2, 3, 4])]));

    [Fact]
    public void A_rule_needs_a_map() => Throws(
        "[fusion] the rule needs one or more maps of one shape [N, C, H, W]. Got none.", () => new ConcatFusion().Combine([]));

    [Fact]
    public void Numbers_of_a_rule_are_at_least_one() => Throws(
        "[fusion] there must be at least one map and one channel. Got 0 maps, no channels.", () => new SoftmaxFusion(0));

    [Fact]
    public void Maxima_need_a_multiple() => Throws(
        "[fusion] a map that is pooled by maxima must be a multiple of the reference's size. Got [1, 1, 5, 4] to 2 x 2.",
        () => new MultiScaleFusion2d([1, 1], 1, new SumFusion(), new() { Reference = 1, Downsampling = FusionDownsampling.MaxPool }).Fuse(
            [Tensor.Zeros([1, 1, 5, 4]), Tensor.Zeros([1, 1, 2, 2])]));

    [Fact]
    public void Strided_convolutions_need_their_halvings() => Throws(
        "[fusion] strided convolutions, and only they, need a number of halvings of at least 0 for each map, 0 for the reference. " +
        "Got StridedConvolution, halvings [1, 1], 2 maps, reference 0.",
        () => new MultiScaleFusion2d([1, 1], 1, new SumFusion(), new() { Downsampling = FusionDownsampling.StridedConvolution, Halvings = [1, 1] }));

    [Fact]
    public void Strided_convolutions_reach_the_references_size() => Throws(
        "[fusion] strided convolutions must halve a map to the reference's size. Got [1, 1, 3, 2] after them, to 2 x 2.",
        () => new MultiScaleFusion2d(
            [1, 1], 1, new SumFusion(), new() { Reference = 1, Downsampling = FusionDownsampling.StridedConvolution, Halvings = [1, 0] }).Fuse(
            [Tensor.Zeros([1, 1, 5, 4]), Tensor.Zeros([1, 1, 2, 2])]));

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
