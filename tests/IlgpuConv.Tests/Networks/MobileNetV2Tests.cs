using IlgpuConv.Autograd;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Networks;

public class MobileNetV2Tests
{
    /// <summary>The count of width 1 is torchvision's; the others are those of its structure: 1,968,680 and 6,108,776 are Keras' 0.5 and 1.4.</summary>
    [Theory]
    [InlineData(1, 3_504_872)]
    [InlineData(0.5, 1_968_680)]
    [InlineData(1.4, 6_108_776)]
    public void A_network_has_the_published_number_of_parameters(double width, long expected)
    {
        using var network = new MobileNetV2(new MobileNetV2Options { Width = width });
        Assert.Equal(expected, network.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Theory]
    [InlineData(false, 64, 2)]
    [InlineData(true, 16, 2)]
    public void The_last_map_is_a_thirty_second_of_a_large_image_and_an_eighth_of_a_small_one(bool isSmall, int size, int last)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        using var network = new MobileNetV2(new MobileNetV2Options { Width = 0.25, IsForSmallImages = isSmall }, new RandomGenerator(1));
        network.Eval();
        Tensor features = network.Children[0].Module.Forward(Tensor.Uniform([1, 3, size, size], -1, 1, new RandomGenerator(1)));
        Assert.Equal([1, 1280, last, last], features.Shape);
    }

    [Fact]
    public void A_small_one_trains_and_every_parameter_gets_a_gradient()
    {
        using var scope = new TensorScope();
        using var network = new MobileNetV2(new MobileNetV2Options { Classes = 10, Width = 0.2, IsForSmallImages = true }, new RandomGenerator(1));
        Tensor logits = network.Forward(Tensor.Uniform([3, 3, 17, 16], -1, 1, new RandomGenerator(2)));
        Assert.Equal([3, 10], logits.Shape);
        logits.SoftmaxCrossEntropy(Tensor.FromArray([1, 2, 3], [3])).Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null, p.Name));
    }

    [Fact]
    public void The_input_is_added_where_the_shape_stays()
    {
        using var network = new MobileNetV2();
        bool[] shortcuts = [.. network.NamedModules().Select(m => m.Module).OfType<InvertedResidual>().Select(b => b.HasShortcut)];
        Assert.Equal([false, false, true, false, true, true, false, true, true, true, false, true, true, false, true, true, false], shortcuts);
    }

    [Fact]
    public void State_has_the_names_of_torchvision()
    {
        using var network = new MobileNetV2(new MobileNetV2Options { Width = 0.1 });
        string[] names = [.. network.StateDictionary().Select(e => e.Name)];
        foreach (string name in (string[])["features.0.0.weight", "features.0.1.running_mean", "features.1.conv.0.0.weight", "features.1.conv.1.weight", "features.1.conv.2.bias", "features.2.conv.1.1.weight", "features.17.conv.3.num_batches_tracked", "features.18.0.weight", "classifier.1.weight", "classifier.1.bias"])
            Assert.Contains(name, names);
    }

    [Fact]
    public void Wrong_sizes_are_refused_with_their_values()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => new MobileNetV2(new MobileNetV2Options { Width = -1, Dropout = 1 }));
        Assert.Equal(
            "[mobilenet] channels and classes must be at least 1, the width above 0 and the dropout in [0, 1). " +
            "Got inChannels 3, classes 1000, width -1, dropout 1.", fault.Message);
    }
}
