using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.MultiScale;

public class MultiScaleTests
{
    [Fact]
    public void An_inception_block_of_GoogLeNet_has_its_parameters_and_names()
    {
        // inception3a of torchvision's GoogLeNet, whose large kernel is 3.
        using var block = new InceptionBlock2d(
            192, new() { Direct = 64, ThreeReduced = 96, Three = 128, FiveReduced = 16, Five = 32, Pooled = 32, LargeKernel = 3 });
        long expected = 192 * (64 + 96 + 16 + 32) + 96 * 128 * 9 + 16 * 32 * 9 + 2 * (64 + 96 + 128 + 16 + 32 + 32);
        Assert.Equal(expected, block.Parameters().Sum(p => p.Value.Shape.Elements));
        Assert.Equal(256, block.OutChannels);
        Assert.Equal(
            ["branch1.conv.weight", "branch2.0.conv.weight", "branch2.1.conv.weight", "branch3.0.conv.weight", "branch3.1.conv.weight", "branch4.1.conv.weight"],
            block.NamedParameters().Select(p => p.Name).Where(n => n.EndsWith("conv.weight")));
    }

    [Fact]
    public void Branches_lie_one_after_the_other()
    {
        using var scope = new TensorScope();
        using var block = new InceptionBlock2d(3, new() { Direct = 2, ThreeReduced = 2, Three = 3, FiveReduced = 1, Five = 2, Pooled = 4 }, new RandomGenerator(1));
        block.Eval();
        Tensor x = Tensor.Uniform([2, 3, 5, 6], -1, 1, new RandomGenerator(2));
        Tensor y = block.Forward(x);
        Assert.Equal([2, 11, 5, 6], y.Shape);
        Assert.Equal(block.Children[1].Module.Forward(x).ToArray<float>(), y.Slice(1, 2, 3).ToArray<float>());
        Assert.Equal(block.Children[3].Module.Forward(x).ToArray<float>(), y.Slice(1, 7, 4).ToArray<float>());
    }

    [Fact]
    public void The_first_share_takes_the_rest()
    {
        Assert.Equal([4, 3, 3], MixConv2d.Shares(10, 3));
        Assert.Equal([2, 2], MixConv2d.Shares(4, 2));
    }

    [Fact]
    public void Each_share_is_convolved_with_its_kernel()
    {
        using var scope = new TensorScope();
        using var layer = new MixConv2d(5, 6, [1, 3], generator: new RandomGenerator(1));
        Tensor x = Tensor.Uniform([2, 5, 4, 6], -1, 1, new RandomGenerator(2));
        Tensor first = x.Slice(1, 0, 3).Conv2d(((Conv2d)layer.Children[0].Module).Weight);
        Tensor second = x.Slice(1, 3, 2).Conv2d(((Conv2d)layer.Children[1].Module).Weight, padding: 1);
        Assert.Equal(Tensor.Concat(1, first, second).ToArray<float>(), layer.Forward(x).ToArray<float>());
    }

    [Fact]
    public void A_pyramid_keeps_its_input_and_sees_the_mean_of_the_image()
    {
        using var scope = new TensorScope();
        using var layer = new PyramidPool2d(4, [1, 2], new RandomGenerator(1));
        layer.Eval();
        Tensor x = Tensor.Uniform([2, 4, 4, 6], -1, 1, new RandomGenerator(2));
        Tensor y = layer.Forward(x);
        Assert.Equal([2, 8, 4, 6], y.Shape);
        Assert.Equal(x.ToArray<float>(), y.Slice(1, 0, 4).ToArray<float>());
        float[] seen = y.Slice(1, 4, 1).ToArray<float>();
        Assert.All(seen[..24], v => Assert.Equal(seen[0], v));
        Assert.NotEqual(seen[0], seen[24]);
    }

    [Fact]
    public void A_pyramid_of_dilations_has_the_names_of_torchvision()
    {
        using var layer = new AtrousPyramid2d(8, 4);
        Assert.Equal(
            "convs.0.0.weight [4, 8, 1, 1], convs.1.0.weight [4, 8, 3, 3], convs.2.0.weight [4, 8, 3, 3], convs.3.0.weight [4, 8, 3, 3], convs.4.1.weight [4, 8, 1, 1], project.0.weight [4, 20, 1, 1]",
            string.Join(", ", layer.NamedParameters().Where(p => p.Parameter.Value.Shape.Rank == 4).Select(p => $"{p.Name} {p.Parameter.Value.Shape}")));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Pyramids_train_on_any_number_of_images(int images)
    {
        using var scope = new TensorScope();
        using var layer = new AtrousPyramid2d(3, 4, [1, 2], 0, new RandomGenerator(1));
        layer.Forward(Tensor.Uniform([images, 3, 5, 5], -1, 1, new RandomGenerator(2))).Mean().Backward();
        Assert.All(layer.Parameters(), p => Assert.NotNull(p.Gradient));
    }

    [Fact]
    public void Kernels_of_shares_are_odd() => Throws(
        "[mixconv] there must be at least one kernel, and all must be odd. Got 4 to 4 channels, kernels [2].", () => new MixConv2d(4, 4, [2]));

    [Fact]
    public void Each_kernel_has_a_channel() => Throws(
        "[mixconv] there must be a channel for each kernel. Got 2 to 4 channels, kernels [1, 3, 5].", () => new MixConv2d(2, 4, [1, 3, 5]));

    [Fact]
    public void Depthwise_shares_are_multiples() => Throws(
        "[mixconv] depthwise output channels must be a multiple of input channels in each share. Got 4 to 5 channels, kernels [1, 3].",
        () => new MixConv2d(4, 5, [1, 3], isDepthwise: true));

    [Fact]
    public void The_large_kernel_is_odd() => Throws(
        "[inception] the large kernel must be odd and at least 1. Got 4.",
        () => new InceptionBlock2d(4, new() { Direct = 2, ThreeReduced = 2, Three = 2, FiveReduced = 2, Five = 2, Pooled = 2, LargeKernel = 4 }));

    [Fact]
    public void Each_grid_has_a_channel() => Throws(
        "[pyramid pool] there must be a grid of at least 1 and a channel for each grid. Got 3 channels, grids [1, 2, 3, 6].", () => new PyramidPool2d(3));

    [Fact]
    public void The_probability_lies_in_its_range() => Throws(
        "[aspp] the probability must lie in [0, 1]. Got 1.5.", () => new AtrousPyramid2d(3, 4, dropout: 1.5));

    [Fact]
    public void The_layers_have_their_channels()
    {
        Throws("[mixconv] the input must be [N, 4, H, W]. Got [1, 3, 5, 5].", () => new MixConv2d(4, 4, [3]).Forward(Tensor.Zeros([1, 3, 5, 5])));
        Throws("[aspp] the input must be [N, 4, H, W]. Got [1, 3, 5, 5].", () => new AtrousPyramid2d(4, 4).Forward(Tensor.Zeros([1, 3, 5, 5])));
        Throws("[pyramid pool] the input must be [N, 4, H, W]. Got [1, 3, 5, 5].", () => new PyramidPool2d(4).Forward(Tensor.Zeros([1, 3, 5, 5])));
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
