using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Networks;

public class ClassifierTests
{
    public static TheoryData<string, long> Published => new()
    {
        { "alexnet", 61_100_840 }, { "vgg11", 132_863_336 }, { "vgg16", 138_357_544 }, { "vgg19", 143_667_240 }, { "squeezenet", 1_248_424 }, { "googlenet", 6_624_904 },
        { "densenet121", 7_978_856 }, { "densenet169", 14_149_480 },
    };

    /// <summary>The counts of torchvision 0.21; no first values are drawn.</summary>
    [Theory]
    [MemberData(nameof(Published))]
    public void A_network_has_the_published_number_of_parameters(string name, long expected)
    {
        using IDisposable skip = Initialize.Skip();
        using Module network = Make(name);
        Assert.Equal(expected, network.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Theory]
    [InlineData("alexnet", 64, "features.0.weight features.3.bias features.6.weight features.8.weight features.10.bias classifier.1.weight classifier.4.weight classifier.6.bias")]
    [InlineData("vgg16", 32, "features.0.weight features.2.bias features.5.weight features.28.bias classifier.0.weight classifier.3.weight classifier.6.bias")]
    [InlineData("squeezenet", 32, "features.0.weight features.3.squeeze.weight features.7.expand1x1.bias features.12.expand3x3.weight classifier.1.bias")]
    [InlineData("googlenet", 32, "conv1.conv.weight conv3.bn.running_var inception3a.branch1.conv.weight inception4d.branch2.1.bn.weight inception5b.branch3.0.conv.weight inception5b.branch4.1.bn.num_batches_tracked fc.bias")]
    [InlineData("densenet121", 32, "features.conv0.weight features.norm0.bias features.denseblock1.denselayer1.norm1.weight features.denseblock3.denselayer24.conv2.weight features.transition3.norm.running_mean features.transition3.conv.weight features.norm5.weight classifier.bias")]
    public void State_has_the_names_of_torchvision_and_images_give_logits(string name, int size, string names)
    {
        using var scope = new TensorScope();
        using Module network = Make(name, small: true);
        string[] have = [.. network.StateDictionary().Select(e => e.Name)];
        foreach (string each in names.Split(' ')) Assert.Contains(each, have);
        network.Eval();
        using var noGrad = new NoGrad();
        Tensor logits = network.Forward(Tensor.Uniform([2, 3, size, size], -1, 1, new RandomGenerator(1)));
        Assert.Equal([2, 10], logits.Shape);
        Assert.All(logits.ToDoubles(), value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [InlineData("squeezenet")]
    [InlineData("googlenet")]
    [InlineData("densenet")]
    [InlineData("vgg")]
    public void A_small_one_trains_and_every_parameter_gets_a_gradient(string name)
    {
        using var scope = new TensorScope();
        using Module network = Make(name, small: true);
        Tensor logits = network.Forward(Tensor.Uniform([2, 3, 33, 32], -1, 1, new RandomGenerator(2)));
        logits.SoftmaxCrossEntropy(Tensor.FromArray([1, 2], [2])).Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, p.Name));
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_their_values()
    {
        Assert.Equal(
            "[alexnet] channels and classes must be at least 1 and the dropout in [0, 1). Got inChannels 3, classes 0, dropout 0.5.",
            Assert.Throws<ArgumentException>(() => new AlexNet(0)).Message);
        Assert.Equal(
            "[vgg] there must be stages of convolutions, with at least 1 channel each, and hidden features. Got stages (1, 0), hidden 4.",
            Assert.Throws<ArgumentException>(() => new Vgg(new VggOptions { Stages = [[1, 0]], Hidden = 4 })).Message);
        Assert.Equal(
            "[densenet] channels, classes, growth, bottleneck and the layers of each block must be at least 1. " +
            "Got inChannels 3, classes 1000, growth 0, firstChannels 64, bottleneck 4, blocks (6, 12, 24, 16).",
            Assert.Throws<ArgumentException>(() => new DenseNet(new DenseNetOptions { Growth = 0 })).Message);
    }

    /// <summary>Sixty million first values would take seconds.</summary>
    private static AlexNet Filled(int classes)
    {
        using IDisposable skip = Initialize.Skip();
        var network = new AlexNet(classes);
        foreach (Parameter parameter in network.Parameters()) parameter.Value.Fill(0.01);
        return network;
    }

    private static Module Make(string name, bool small = false)
    {
        var random = new RandomGenerator(1);
        int classes = small ? 10 : 1000;
        return name switch
        {
            "alexnet" => Filled(classes),
            "vgg" => new Vgg(new VggOptions { Stages = [[4], [8, 8]], Hidden = 16, Classes = 10 }, random),
            "vgg11" => new Vgg(VggOptions.Vgg11 with { Classes = classes }, random),
            "vgg16" => new Vgg(small ? VggOptions.Vgg16 with { Classes = 10, Hidden = 16, Stages = [[4, 4], [4, 4], [4, 4, 4], [4, 4, 4], [4, 4, 4]] } : VggOptions.Vgg16, random),
            "vgg19" => new Vgg(VggOptions.Vgg19, random),
            "squeezenet" => new SqueezeNet(classes, generator: random),
            "googlenet" => new GoogLeNet(classes, generator: random),
            "densenet" => new DenseNet(new DenseNetOptions { Blocks = [2, 2], Growth = 4, FirstChannels = 8, Classes = 10 }, random),
            "densenet169" => new DenseNet(DenseNetOptions.DenseNet169, random),
            _ => new DenseNet(small ? DenseNetOptions.DenseNet121 with { Classes = 10, Growth = 4, FirstChannels = 8 } : null, random),
        };
    }
}
