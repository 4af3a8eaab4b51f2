using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Networks;

public class ODResNetTests
{
    [Theory]
    [InlineData(1, 11_943_944)]
    [InlineData(4, 44_901_640)]
    public void The_network_of_18_layers_has_the_published_number_of_parameters_and_runs(int kernels, long expected)
    {
        using var scope = new TensorScope();
        using var network = new ODResNet(ODResNetOptions.ResNet18 with { Convolution = new ODConvOptions { Kernels = kernels } }, new RandomGenerator(1));
        Assert.Equal(expected, network.Parameters().Sum(p => p.Value.Shape.Elements));
        network.Eval();
        using var noGrad = new NoGrad();
        Tensor logits = network.Forward(Tensor.Uniform([1, 3, 32, 32], -1, 1, new RandomGenerator(2)));
        Assert.Equal([1, 1000], logits.Shape);
        Assert.All(logits.ToArray<float>(), v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void The_network_of_50_layers_has_the_published_number_of_parameters()
    {
        using var network = new ODResNet(ODResNetOptions.ResNet50);
        Assert.Equal(28_635_112, network.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_small_one_trains_with_either_first_layer(bool isStatic)
    {
        using var scope = new TensorScope();
        var options = new ODResNetOptions { InChannels = 1, Classes = 10, Width = 4, Blocks = [1, 1, 1, 1], IsFirstLayerStatic = isStatic };
        using var network = new ODResNet(options, new RandomGenerator(1));
        Assert.Equal(isStatic ? typeof(Conv2d) : typeof(ODConv2d), network.Children[0].Module.GetType());
        network.AdvanceTo(new TrainingMoment(0, 1));
        Tensor logits = network.Forward(Tensor.Uniform([3, 1, 33, 32], -1, 1, new RandomGenerator(2)));
        logits.SoftmaxCrossEntropy(Tensor.FromArray([1, 2, 3], [3])).Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, p.Name));
    }

    [Fact]
    public void State_has_the_names_of_the_field()
    {
        using var network = new ODResNet(new ODResNetOptions { Width = 2, Blocks = [1, 1, 1, 1] });
        string[] names = [.. network.StateDictionary().Select(e => e.Name)];
        foreach (string name in (string[])["conv1.weight", "bn1.running_var", "layer1.0.conv1.attention.fc.weight", "layer2.0.downsample.0.weight", "layer2.0.downsample.1.bias", "layer4.0.conv2.weight", "fc.bias"])
            Assert.Contains(name, names);
        Assert.DoesNotContain("layer1.0.downsample.0.weight", names);
    }
}
