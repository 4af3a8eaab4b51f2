using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>The layers: shapes, parameter counts, first values, and what they do with padding.</summary>
public class ConvLayerTests
{
    public static TheoryData<Module, Shape, Shape, long> Layers => new()
    {
        { new Conv1d(4, 6, 3), [2, 4, 9], [2, 6, 7], 78 },
        { new Conv1d(4, 6, 4, padding: PaddingRule.Same, hasBias: false), [2, 4, 9], [2, 6, 9], 96 },
        { new Conv2d(64, 128, 3, groups: 32), [1, 64, 5, 5], [1, 128, 3, 3], 2432 },
        { new Conv2d(3, 5, (3, 2), 2, PaddingRule.SameLower), [1, 3, 7, 6], [1, 5, 4, 3], 95 },
        { new Conv2d(3, 5, 3, padding: 2, dilation: 2, paddingMode: PaddingMode.Reflect), [1, 3, 7, 6], [1, 5, 7, 6], 140 },
        { new Conv3d(1, 1, 2, hasBias: false), [1, 1, 4, 4, 4], [1, 1, 3, 3, 3], 8 },
        { new Conv3d(2, 4, (1, 3, 3), (1, 2, 2), (0, 1, 1), groups: 2), [1, 2, 3, 5, 6], [1, 4, 3, 3, 3], 40 },
        { new Pad1d((2, -1), PaddingMode.Replicate), [2, 3, 4], [2, 3, 5], 0 },
        { new Pad2d((1, 2)), [2, 3, 4, 5], [2, 3, 6, 9], 0 },
        { new Pad3d(1, PaddingMode.Reflect), [1, 2, 3, 4, 5], [1, 2, 5, 6, 7], 0 },
        { new ConvTranspose1d(4, 6, 4, 2, 1), [1, 4, 9], [1, 6, 18], 102 },
        { new ConvTranspose2d(64, 32, 3, 2, 1, 1), [1, 64, 7, 7], [1, 32, 14, 14], 18464 },
        { new ConvTranspose3d(3, 2, 2, 2, hasBias: false), [1, 3, 2, 3, 4], [1, 2, 4, 6, 8], 48 },
    };

    [Theory]
    [MemberData(nameof(Layers))]
    public void Shapes_and_counts(Module layer, Shape input, Shape output, long parameters)
    {
        using var scope = new TensorScope();
        using Module disposed = layer;
        Assert.Equal(output, layer.Forward(Tensor.Zeros(input)).Shape);
        Assert.Equal(parameters, layer.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Fact]
    public void First_values_follow_the_fan_of_a_group()
    {
        using var layer = new Conv3d(6, 9, 3, groups: 3, generator: new RandomGenerator(4));
        double bound = 1 / Math.Sqrt(2 * 27);
        double[] weight = layer.Weight.Value.ToDoubles();
        Assert.Equal(new Shape(9, 2, 3, 3, 3), layer.Weight.Value.Shape);
        Assert.InRange(weight.Max(Math.Abs), 0.99 * bound, bound);
        Assert.InRange(weight.Average(), -0.1 * bound, 0.1 * bound);
    }

    [Fact]
    public void A_layer_pads_as_the_operation_does()
    {
        using var scope = new TensorScope();
        using var layer = new Conv2d(3, 2, 3, padding: ((1, 2), (0, 1)), paddingMode: PaddingMode.Circular, generator: new RandomGenerator(6));
        Tensor x = Tensor.Uniform([2, 3, 5, 4], -1, 1, new RandomGenerator(7));
        double[] expected = x.Pad2d(((1, 2), (0, 1)), PaddingMode.Circular).Conv2d(layer.Weight, layer.Bias).ToDoubles();
        Assert.Equal(expected, layer.Forward(x).ToDoubles());
    }

    [Fact]
    public void Channels_and_groups_must_fit() => Assert.Equal(
        "[conv] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
        "Got inChannels 4, outChannels 6, kernel (3, 3, 3), stride (1, 0, 1), dilation (1, 1, 1), groups 2.",
        Assert.Throws<ArgumentException>(() => new Conv3d(4, 6, 3, (1, 0, 1), groups: 2)).Message);
}
