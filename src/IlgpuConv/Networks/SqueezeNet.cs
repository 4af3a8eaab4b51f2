using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// SqueezeNet 1.0 (Iandola et al. 2016): a 7x7 convolution, eight <see cref="FireModule"/>s, and a 1x1 convolution to the classes, whose means are the
/// logits; 1,248,424 parameters for 1000 classes.
/// </summary>
/// <remarks>State, with torchvision's names: <c>features.0.*</c>, fire modules <c>features.3, 4, 5, 7, 8, 9, 10, 12</c>, <c>classifier.1.*</c>.</remarks>
public sealed class SqueezeNet : Module
{
    private readonly Sequential _features;
    private readonly Sequential _classifier;

    /// <summary>
    /// Makes the network; convolutions begin uniform in ±√(6 / fan_in), the last one normal with deviation 0.01, biases with 0, as in torchvision.
    /// </summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inChannels">Channels of the image.</param>
    /// <param name="dropout">The probability of dropping a feature before the last convolution, in training.</param>
    /// <param name="generator">Where the first values, and in training the dropped features, come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public SqueezeNet(int classes = 1000, int inChannels = 3, double dropout = 0.5, RandomGenerator? generator = null, Device? device = null)
    {
        NetworkParts.Check("squeezenet", inChannels, classes, dropout);
        FireModule Fire(int channels, int squeezed, int expanded) => new(channels, squeezed, expanded, generator, device);
        static MaxPool2d Pool() => new(3, 2, ceilMode: true);
        _features = AddModule("features", new Sequential(
            FireModule.Convolution(inChannels, 96, 7, 2, 0, generator, device), new Relu(), Pool(),
            Fire(96, 16, 64), Fire(128, 16, 64), Fire(128, 32, 128), Pool(),
            Fire(256, 32, 128), Fire(256, 48, 192), Fire(384, 48, 192), Fire(384, 64, 256), Pool(), Fire(512, 64, 256)));
        Conv2d last = new(512, classes, 1, generator: generator, device: device);
        NetworkParts.Reset(last.Weight, 0.01, generator);
        NetworkParts.Reset(last.Bias, 0, generator);
        _classifier = AddModule("classifier", new Sequential(new Dropout(dropout, generator), last, new Relu(), new GlobalAvgPool2d()));
    }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of at least 21 on each side.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_classifier.Forward(_features.Forward(input)).Flatten());
    }
}
