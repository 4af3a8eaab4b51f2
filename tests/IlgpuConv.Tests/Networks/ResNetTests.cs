using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Networks;

public class ResNetTests
{
    public static TheoryData<string, ResNetOptions, long> Published => new()
    {
        { "ResNet-18", ResNetOptions.ResNet18, 11_689_512 },
        { "ResNet-34", ResNetOptions.ResNet34, 21_797_672 },
        { "ResNet-50", ResNetOptions.ResNet50, 25_557_032 },
        { "ResNet-101", ResNetOptions.ResNet101, 44_549_160 },
        { "ResNeXt-50 32x4d", ResNetOptions.ResNeXt50, 25_028_904 },
    };

    /// <summary>The counts of torchvision 0.21.</summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void A_network_has_the_published_number_of_parameters(string name, ResNetOptions options, long expected)
    {
        using var network = new ResNet(options);
        Assert.True(expected == network.Parameters().Sum(p => p.Value.Shape.Elements), name);
    }

    [Theory]
    [InlineData(false, 64, 2)]
    [InlineData(true, 8, 1)]
    public void The_last_map_is_a_thirty_second_of_a_large_image_and_an_eighth_of_a_small_one(bool isSmall, int size, int last)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var network = new ResNet(Small with { IsForSmallImages = isSmall });
        network.Eval();
        Tensor value = Tensor.Uniform([1, 3, size, size], -1, 1, new RandomGenerator(1));
        foreach ((string name, Module module) in network.Children)
        {
            if (name == "avgpool") break;
            value = module.Forward(value);
        }
        Assert.Equal([1, 32, last, last], value.Shape);
        Assert.Equal(!isSmall, network.Children.Any(c => c.Name == "maxpool"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 1)]
    [InlineData(true, 2)]
    public void A_small_one_trains_and_every_parameter_gets_a_gradient(bool isBottleneck, int groups)
    {
        using var scope = new TensorScope();
        ResNetOptions options = Small with { IsBottleneck = isBottleneck, Groups = groups, GroupWidth = groups > 1 ? 4 : null, IsForSmallImages = !isBottleneck };
        using var network = new ResNet(options, new RandomGenerator(1));
        Tensor logits = network.Forward(Tensor.Uniform([3, 3, 33, 32], -1, 1, new RandomGenerator(2)));
        Assert.Equal([3, 10], logits.Shape);
        logits.SoftmaxCrossEntropy(Tensor.FromArray([1, 2, 3], [3])).Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, p.Name));
    }

    [Fact]
    public void The_3x3_convolution_of_a_bottleneck_has_the_groups_and_the_stride()
    {
        using var network = new ResNet(ResNetOptions.ResNeXt50 with { Width = 16, Blocks = [1, 1, 1, 1], Groups = 4, GroupWidth = 2 });
        var convolutions = network.NamedModules().Where(m => m.Module is Conv2d).ToDictionary(m => m.Name, m => (Conv2d)m.Module);
        Assert.Equal((4, 1), (convolutions["layer1.0.conv2"].Groups, convolutions["layer1.0.conv2"].Stride.Height));
        Assert.Equal((4, 2), (convolutions["layer2.0.conv2"].Groups, convolutions["layer2.0.conv2"].Stride.Height));
        Assert.Equal([16, 4, 3, 3], convolutions["layer2.0.conv2"].Weight.Value.Shape);
        Assert.Equal(1, convolutions["layer2.0.conv1"].Stride.Height);
    }

    [Fact]
    public void State_has_the_names_of_torchvision()
    {
        using var network = new ResNet(ResNetOptions.ResNet50 with { Width = 2, Blocks = [2, 1, 1, 1] });
        string[] names = [.. network.StateDictionary().Select(e => e.Name)];
        foreach (string name in (string[])["conv1.weight", "bn1.running_var", "layer1.0.conv1.weight", "layer1.1.bn3.num_batches_tracked", "layer1.0.downsample.0.weight", "layer2.0.downsample.1.bias", "layer4.0.conv3.weight", "fc.bias"])
            Assert.Contains(name, names);
        Assert.DoesNotContain("layer1.1.downsample.0.weight", names);
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_their_values()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new ResNet(new ResNetOptions { Width = 0, Blocks = [1, 2, 3] }));
        Assert.Equal(
            "[resnet] channels, classes, width, groups, their width and the blocks of four stages must be at least 1. " +
            "Got inChannels 3, classes 1000, width 0, groups 1, group width none, blocks (1, 2, 3).", fault.Message);
        fault = Assert.Throws<ArgumentException>(() => new ResNet(ResNetOptions.ResNet18 with { Groups = 2 }));
        Assert.Equal("[resnet] only bottlenecks have groups and a width of them. Got groups 2 and group width none.", fault.Message);
    }

    private static ResNetOptions Small => new() { Classes = 10, Width = 4, Blocks = [1, 2, 1, 1] };
}
