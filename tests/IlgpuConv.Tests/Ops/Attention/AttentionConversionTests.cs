using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Attention;

/// <summary>Alone in its collection: the counter is that of the whole process.</summary>
[Collection(nameof(AttentionConversionTests))]
[CollectionDefinition(nameof(AttentionConversionTests), DisableParallelization = true)]
public class AttentionConversionTests
{
    private static readonly Dictionary<string, Func<Module>> s_layers = new()
    {
        ["squeeze-excite"] = () => new SqueezeExcite(8),
        ["eca"] = () => new EfficientChannelAttention(8),
        ["cbam"] = () => new ConvBlockAttention2d(8),
        ["compact"] = () => new CompactSpatialAttention(8),
        ["selective kernel"] = () => new SelectiveKernel2d(8, 8, options: new() { Groups = 2 }),
        ["involution"] = () => new Involution2d(8, 3),
        ["inception"] = () => new InceptionBlock2d(8, new() { Direct = 2, ThreeReduced = 2, Three = 2, FiveReduced = 2, Five = 2, Pooled = 2 }),
        ["mixconv"] = () => new MixConv2d(8, 8, [3, 5]),
        ["pyramid pool"] = () => new PyramidPool2d(8, [1, 2]),
        ["aspp"] = () => new AtrousPyramid2d(8, 8, [1, 2]),
        ["adaptive field, filters"] = () => new AdaptiveFieldConv2d(8, 8, options: AdaptiveFieldOptions.Sizes(1, 3, 5, 7)),
        ["adaptive field, outputs"] = () => new AdaptiveFieldConv2d(8, 8, options: AdaptiveFieldOptions.Dilations(3, 1, 2, 3)),
        ["soft radius"] = () => new SoftRadiusConv2d(8, 8, 5),
    };

    public static TheoryData<string> Names => [.. s_layers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_order_is_converted_in_forward_and_backward(string name)
    {
        using var scope = new TensorScope();
        using Module layer = s_layers[name]();
        Tensor x = Tensor.Uniform([2, 8, 6, 5], -1, 1, new RandomGenerator(4));
        x.RequiresGrad = true;
        Shape output = layer.Forward(x).Shape;
        Tensor dy = Tensor.Full(output, 1);
        long before = Tensor.OrderConversions;
        layer.Forward(x).Backward(dy);
        Assert.Equal(before, Tensor.OrderConversions);
    }
}
