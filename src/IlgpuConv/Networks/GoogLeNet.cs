using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// GoogLeNet (Szegedy et al. 2015) as torchvision has it, with batch normalisation and 3x3 in the place of 5x5, without the auxiliary classifiers;
/// 6,624,904 parameters for 1000 classes.
/// </summary>
/// <remarks>State, with torchvision's names: <c>conv1.conv.*, conv1.bn.*</c> to <c>conv3</c>, <c>inception3a.*</c> to <c>inception5b.*</c> (see <see cref="InceptionModule"/>), <c>fc.*</c>.</remarks>
public sealed class GoogLeNet : Module
{
    private static readonly (string Name, int In, int Point, int SquareIn, int Square, int SecondIn, int Second, int Pooled)[] s_modules =
    [
        ("3a", 192, 64, 96, 128, 16, 32, 32), ("3b", 256, 128, 128, 192, 32, 96, 64),
        ("4a", 480, 192, 96, 208, 16, 48, 64), ("4b", 512, 160, 112, 224, 24, 64, 64), ("4c", 512, 128, 128, 256, 24, 64, 64),
        ("4d", 512, 112, 144, 288, 32, 64, 64), ("4e", 528, 256, 160, 320, 32, 128, 128),
        ("5a", 832, 256, 160, 320, 32, 128, 128), ("5b", 832, 384, 192, 384, 48, 128, 128),
    ];

    private readonly List<Module> _layers = [];

    /// <summary>Makes the network; convolutions and the linear layer begin normal with deviation 0.01, as in torchvision.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inChannels">Channels of the image.</param>
    /// <param name="dropout">The probability of dropping a feature before the linear layer, in training.</param>
    /// <param name="generator">Where the first values, and in training the dropped features, come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public GoogLeNet(int classes = 1000, int inChannels = 3, double dropout = 0.2, RandomGenerator? generator = null, Device? device = null)
    {
        NetworkParts.Check("googlenet", inChannels, classes, dropout);
        Then("conv1", new ConvNormRelu(inChannels, 64, 7, 2, generator, device));
        Then("maxpool1", new MaxPool2d(3, 2, ceilMode: true));
        Then("conv2", new ConvNormRelu(64, 64, 1, 1, generator, device));
        Then("conv3", new ConvNormRelu(64, 192, 3, 1, generator, device));
        Then("maxpool2", new MaxPool2d(3, 2, ceilMode: true));
        foreach (var m in s_modules)
        {
            if (m.Name == "4a") Then("maxpool3", new MaxPool2d(3, 2, ceilMode: true));
            if (m.Name == "5a") Then("maxpool4", new MaxPool2d(2, 2, ceilMode: true));
            Then($"inception{m.Name}", new InceptionModule(m.In, m.Point, (m.SquareIn, m.Square), (m.SecondIn, m.Second), m.Pooled, generator, device));
        }
        Then("avgpool", new GlobalAvgPool2d());
        Then("flatten", new Flatten());
        Then("dropout", new Dropout(dropout, generator));
        Linear last = new(1024, classes, generator: generator, device: device);
        NetworkParts.Reset(last.Weight, 0.01, generator);
        Then("fc", last);
    }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of at least 15 on each side.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = input;
        foreach (Module layer in _layers) value = NetworkParts.Run(layer, value);
        return scope.Keep(value);
    }

    private void Then(string name, Module layer) => _layers.Add(AddModule(name, layer));
}
