using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Ops.DeformConv;

public class DeformLayerTests
{
    [Theory]
    [InlineData(DeformMask.None, 1)]
    [InlineData(DeformMask.Sigmoid, 0.5)]
    [InlineData(DeformMask.TwiceSigmoid, 1)]
    [InlineData(DeformMask.OpenSigmoid, 0.98201379)]
    public void A_layer_starts_as_a_convolution_of_its_masks_first_value(DeformMask mask, double factor)
    {
        using var scope = new TensorScope();
        using var layer = new DeformConv2d(6, 4, (3, 2), (2, 1), 1, groups: 2, options: new() { Mask = mask, OffsetGroups = 3, HasBias = false }, generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 6, 7, 8], -1, 1, new RandomGenerator(2));
        double[] expected = (x.Conv2d(layer.Weight, null, (2, 1), 1, groups: 2) * factor).ToDoubles(), actual = layer.Forward(x).ToDoubles();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
    }

    [Fact]
    public void State_is_that_of_mmcv()
    {
        using var second = new DeformConv2d(8, 4, 3, groups: 2, options: new() { OffsetGroups = 4 });
        Assert.Equal("weight [4, 4, 3, 3], bias [4], conv_offset.weight [108, 8, 3, 3], conv_offset.bias [108]", State(second));
        using var first = new DeformConv2d(8, 4, 3, options: DeformConvOptions.Version1);
        Assert.Equal("weight [4, 8, 3, 3], conv_offset.weight [18, 8, 3, 3], conv_offset.bias [18]", State(first));
        using var line = new DeformConv1d(8, 4, 3);
        Assert.Equal("weight [4, 8, 3], bias [4], conv_offset.weight [6, 8, 3], conv_offset.bias [6]", State(line));
        using var volume = new DeformConv3d(2, 4, 2);
        Assert.Equal("weight [4, 2, 2, 2, 2], bias [4], conv_offset.weight [32, 2, 2, 2, 2], conv_offset.bias [32]", State(volume));

        static string State(Module layer) => string.Join(", ", layer.NamedParameters().Select(p => $"{p.Name} {p.Parameter.Value.Shape}"));
    }

    [Fact]
    public void First_values_are_those_of_torchvision_or_mmcv()
    {
        using var scope = new TensorScope();
        using var torchvision = new DeformConv2d(16, 32, 3, groups: 4, generator: new RandomGenerator(1));
        using var mmcv = new DeformConv2d(16, 32, 3, groups: 4, options: DeformConvOptions.Version2, generator: new RandomGenerator(1));
        Assert.InRange(torchvision.Weight.Value.ToDoubles().Max(), 0.95 / 6, 1.0 / 6);
        Assert.InRange(torchvision.Bias!.Value.ToDoubles().Max(), 0.7 / 6, 1.0 / 6);
        Assert.InRange(mmcv.Weight.Value.ToDoubles().Max(), 0.95 / 12, 1.0 / 12);
        Assert.All(mmcv.Bias!.Value.ToDoubles(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(DeformOffsetOrder.GroupTapAxis, false, new float[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 })]
    [InlineData(DeformOffsetOrder.GroupTapAxis, true, new float[] { 1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10 })]
    [InlineData(DeformOffsetOrder.GroupAxisTap, false, new float[] { 0, 3, 1, 4, 2, 5, 6, 9, 7, 10, 8, 11 })]
    [InlineData(DeformOffsetOrder.GroupAxisTap, true, new float[] { 3, 0, 4, 1, 5, 2, 9, 6, 10, 7, 11, 8 })]
    [InlineData(DeformOffsetOrder.AxisGroupTap, false, new float[] { 0, 6, 1, 7, 2, 8, 3, 9, 4, 10, 5, 11 })]
    [InlineData(DeformOffsetOrder.AxisGroupTap, true, new float[] { 6, 0, 7, 1, 8, 2, 9, 3, 10, 4, 11, 5 })]
    public void Offsets_of_other_orders_find_their_places(DeformOffsetOrder order, bool widthFirst, float[] channels)
    {
        using var scope = new TensorScope();
        Tensor offsets = Tensor.FromArray([.. Enumerable.Range(0, 12).Select(i => (float)i)], [1, 12, 1, 1]);
        Assert.Equal(channels, offsets.ToDeformOffsets(order, offsetGroups: 2, widthFirst: widthFirst).ToArray<float>());
        Assert.Equal(channels, offsets.Reshape([1, 12]).ToDeformOffsets(order, offsetGroups: 2, widthFirst: widthFirst).ToArray<float>());
    }

    [Fact]
    public void An_imported_branch_makes_the_offsets_of_the_other_program()
    {
        using var scope = new TensorScope();
        using var layer = new DeformConv2d(4, 4, 3, padding: 1, options: new() { OffsetGroups = 2 });
        Tensor weight = Tensor.Uniform([54, 4, 3, 3], -1, 1, new RandomGenerator(1), order: MemoryOrder.Filter), bias = Tensor.Uniform([54], -1, 1, new RandomGenerator(2));
        Tensor x = Tensor.Uniform([1, 4, 5, 6], -1, 1, new RandomGenerator(3));
        Tensor theirs = x.Conv2d(weight, bias, padding: 1);
        layer.ImportOffsetBranch(weight, bias, DeformOffsetOrder.AxisGroupTap, widthFirst: true);
        (Tensor offset, Tensor? mask) = layer.Sampling(x);
        Assert.Equal(theirs.Slice(1, 0, 36).ToDeformOffsets(DeformOffsetOrder.AxisGroupTap, 2, widthFirst: true).ToArray<float>(), offset.ToArray<float>());
        Assert.Equal(theirs.Slice(1, 36, 18).Sigmoid().ToArray<float>(), mask!.ToArray<float>());
    }

    [Fact]
    public void Branches_may_learn_at_a_rate_of_their_own()
    {
        using var network = new Sequential(new Conv2d(3, 4, 3), new DeformConv2d(4, 4, 3), new DeformConv1d(4, 4, 3));
        IReadOnlyList<ParameterGroup> groups = OffsetParameterGroups.Of(network);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias", "2.weight", "2.bias"], groups[0].Parameters.Select(p => p.Name));
        Assert.Equal(1, groups[0].RateFactor);
        Assert.Equal(["1.conv_offset.weight", "1.conv_offset.bias", "2.conv_offset.weight", "2.conv_offset.bias"], groups[1].Parameters.Select(p => p.Name));
        Assert.Equal(0.1, groups[1].RateFactor);
    }

    [Fact]
    public void Groups_divide_the_channels() => Throws(
        "[deform] channels, kernel, stride, dilation and both groups must be at least 1, groups divide both channels and offset groups the input channels. " +
        "Got 6 to 4 channels, kernel (3, 3), stride (1, 1), dilation (1, 1), groups 2, offset groups 4.",
        () => new DeformConv2d(6, 4, 3, groups: 2, options: new() { OffsetGroups = 4 }));

    [Fact]
    public void Orders_know_the_number_of_taps() => Throws(
        "[deform] the channels of offsets must be offset groups times axes (1 to 3) times taps. Got f32 [1, 10, 2, 2] channels-last on cpu, 3 offset groups, 2 axes.",
        () => Tensor.Zeros([1, 10, 2, 2]).ToDeformOffsets(DeformOffsetOrder.GroupAxisTap, 3));

    [Fact]
    public void An_imported_branch_has_the_shapes_of_ours() => Throws(
        "[deform] an offset branch must have the shapes [27, 4, 3, 3] and [27]. Got weight [18, 4, 3, 3], bias none.",
        () =>
        {
            new DeformConv2d(4, 4, 3).ImportOffsetBranch(Tensor.Zeros([18, 4, 3, 3], order: MemoryOrder.Filter), null, DeformOffsetOrder.GroupAxisTap);
            return 0;
        });

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
