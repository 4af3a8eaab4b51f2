using IlgpuConv.Autograd;
using IlgpuConv.Networks;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Networks;

public class PiDiNetTests
{
    [Theory]
    [InlineData(20, 8, true, false, 84_477)]
    [InlineData(20, 8, true, true, 87_997)]
    [InlineData(30, 12, true, false, 183_763)]
    [InlineData(60, 24, true, false, 710_149)]
    [InlineData(20, 0, false, false, 73_369)]
    [InlineData(30, 0, false, false, 158_949)]
    [InlineData(60, 0, false, false, 611_289)]
    public void As_many_parameters_as_the_authors_count(int channels, int dilation, bool hasAttention, bool isConverted, long parameters)
    {
        using var network = new PiDiNet(new() { Channels = channels, DilationChannels = dilation, HasAttention = hasAttention }, isConverted);
        Assert.Equal(parameters, network.Parameters().Sum(p => p.Value.Shape.Elements));
    }

    [Fact]
    public void The_state_has_the_authors_names()
    {
        using var network = new PiDiNet();
        string[] names = [.. network.StateDictionary().Select(s => s.Name)];
        string[] expected =
        [
            "init_block.weight", "block1_1.conv1.weight", "block1_1.conv2.weight", "block2_1.shortcut.weight", "block2_1.shortcut.bias", "block4_4.conv2.weight",
            "dilations.0.conv1.weight", "dilations.3.conv1.bias", "dilations.3.conv2_4.weight", "attentions.2.conv1.bias", "attentions.2.conv2.weight",
            "conv_reduces.3.conv.bias", "classifier.weight", "classifier.bias",
        ];
        Assert.All(expected, name => Assert.Contains(name, names));
        Assert.Equal(83, names.Length);
    }

    [Fact]
    public void Converted_is_unconverted()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var network = new PiDiNet(generator: new RandomGenerator(1));
        network.To(ElementType.Float64);
        Tensor x = Tensor.Normal([1, 3, 33, 26], generator: new RandomGenerator(2), type: ElementType.Float64);
        PiDiNet converted = network.Convert();
        Assert.True(converted.IsConverted);
        Assert.Equal(87_997, converted.Parameters().Sum(p => p.Value.Shape.Elements));
        double[] one = network.Forward(x).ToDoubles(), other = converted.Forward(x).ToDoubles();
        Assert.Equal(33 * 26, one.Length);
        Assert.True(one.Max() > one.Min() + 1e-4, "the map is flat");
        Assert.All(one.Zip(other), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_constant_image_has_no_edges_beyond_its_border()
    {
        // Every path begins with the first convolution, whose differences are 0 inside; the rest of the net keeps 0 at 0 but for its biases.
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var network = new PiDiNet(generator: new RandomGenerator(1));
        IReadOnlyList<Tensor> scores = network.Scores(Tensor.Full([1, 3, 160, 160], 0.7));
        float[] first = scores[0].ToArray<float>();
        float middle = first[80 * 160 + 80];
        for (int i = 60; i < 100; i++) Assert.Equal(middle, first[i * 160 + i], 1e-6);
    }

    [Fact]
    public void Every_parameter_learns()
    {
        using var scope = new TensorScope();
        var network = new PiDiNet(generator: new RandomGenerator(1));
        IReadOnlyList<Tensor> scores = network.Scores(Tensor.Normal([2, 3, 24, 17], generator: new RandomGenerator(2)));
        Assert.Equal(5, scores.Count);
        Tensor loss = scores[0].Square().Sum();
        for (int i = 1; i < 5; i++) loss += scores[i].Square().Sum();
        loss.Backward();
        Assert.All(network.NamedParameters(), p => Assert.True(p.Parameter.Gradient is not null && p.Parameter.Gradient.ToDoubles().Any(v => v != 0), p.Name));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var scope = new TensorScope();
        Refused(
            "[pidinet] there must be at least 1 channel, 0 or more of dilated convolutions, and 16 differences. Got channels 0, dilationChannels 8, 16 differences.",
            () => new PiDiNet(new() { Channels = 0 }));
        Refused("[pidinet] the input must be [N, 3, H, W] with H and W at least 8. Got [1, 3, 7, 9]. (Parameter 'input')", () => new PiDiNet().Forward(Tensor.Zeros([1, 3, 7, 9])));

        static void Refused(string message, Func<object> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
