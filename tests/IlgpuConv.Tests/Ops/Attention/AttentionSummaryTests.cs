using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Attention;

/// <summary>Layers with branches and gates in a network: one line each in its summary, with all their parameters.</summary>
public class AttentionSummaryTests
{
    private static readonly Func<Module>[] s_layers =
    [
        () => new SqueezeExcite(8), () => new ChannelAttention(8), () => new EfficientChannelAttention(8), () => new SpatialAttention(),
        () => new CompactSpatialAttention(8), () => new ConvBlockAttention2d(8), () => new SelectiveKernel2d(8, 8), () => new Involution2d(8, 3),
        () => new InceptionBlock2d(8, new() { Direct = 2, ThreeReduced = 2, Three = 2, FiveReduced = 2, Five = 2, Pooled = 2 }), () => new MixConv2d(8, 8, [3, 5]),
        () => new PyramidPool2d(8, [1, 2]), () => new AtrousPyramid2d(8, 8, [1, 2]), () => new AdaptiveFieldConv2d(8, 8), () => new SoftRadiusConv2d(8, 8, 5),
        () => new DRConv2d(8, 8), () => new MultiScaleFusion2d([8], 8, new SoftmaxFusion(1)),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, s_layers.Length)];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_layer_is_in_the_summary_with_its_parameters(int number)
    {
        using var scope = new TensorScope();
        using var network = new Sequential(s_layers[number](), new Relu());
        ModelSummary summary = ModelSummary.Of(network, Tensor.Uniform([2, 8, 6, 6], -1, 1, new RandomGenerator(1)));
        Assert.Equal(network[0].Parameters().Sum(p => p.Value.Shape.Elements), summary.Parameters);
        Assert.Equal(summary.Parameters, summary.Layers.Sum(l => l.Parameters));
        Assert.Equal("Relu", summary.Layers[^1].Kind);
        Assert.True(network.IsTraining);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_layer_takes_no_image_and_images_of_one_pixel(int number)
    {
        using var scope = new TensorScope();
        using Module layer = s_layers[number]();
        layer.Eval();
        Tensor none = Tensor.Zeros([0, 8, 5, 4]), one = Tensor.Uniform([1, 8, 1, 1], -1, 1, new RandomGenerator(1));
        none.RequiresGrad = one.RequiresGrad = true;
        Tensor empty = layer.Forward(none), pixel = layer.Forward(one);
        Assert.Equal([0, 5, 4], [empty.Shape[0], empty.Shape[2], empty.Shape[3]]);
        Assert.Equal([1, 1, 1], [pixel.Shape[0], pixel.Shape[2], pixel.Shape[3]]);
        Assert.All(pixel.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
        pixel.Backward(Tensor.Full(pixel.Shape, 1));
        empty.Backward(Tensor.Full(empty.Shape, 1));
        Assert.Equal([0, 8, 5, 4], none.Gradient!.Shape);
        Assert.All(one.Gradient!.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
    }
}
