using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// AlexNet (Krizhevsky 2014, "One weird trick for parallelizing convolutional neural networks"): five convolutions, three poolings and three linear
/// layers; 61,100,840 parameters for 1000 classes.
/// </summary>
/// <remarks>State, with torchvision's names: <c>features.0.*, 3, 6, 8, 10</c>, <c>classifier.1.*, 4, 6</c>.</remarks>
public sealed class AlexNet : Module
{
    private readonly Sequential _features;
    private readonly Module _pool;
    private readonly Sequential _classifier;

    /// <summary>Makes the network with PyTorch's first values.</summary>
    /// <param name="classes">The number of classes.</param>
    /// <param name="inChannels">Channels of the image.</param>
    /// <param name="dropout">The probability of dropping a feature before each of the first two linear layers, in training.</param>
    /// <param name="generator">Where the first values, and in training the dropped features, come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public AlexNet(int classes = 1000, int inChannels = 3, double dropout = 0.5, RandomGenerator? generator = null, Device? device = null)
    {
        NetworkParts.Check("alexnet", inChannels, classes, dropout);
        Conv2d Convolution(int from, int to, int kernel, int stride = 1, int padding = 1) =>
            new(from, to, kernel, stride, padding, generator: generator, device: device);
        _features = AddModule("features", new Sequential(
            Convolution(inChannels, 64, 11, 4, 2), new Relu(), new MaxPool2d(3, 2),
            Convolution(64, 192, 5, padding: 2), new Relu(), new MaxPool2d(3, 2),
            Convolution(192, 384, 3), new Relu(), Convolution(384, 256, 3), new Relu(), Convolution(256, 256, 3), new Relu(), new MaxPool2d(3, 2)));
        _pool = AddModule("avgpool", new AdaptiveAvgPool2d(6));
        _classifier = AddModule("classifier", new Sequential(
            new Dropout(dropout, generator), new FlattenLinear(256, 6, 6, 4096, generator: generator, device: device), new Relu(),
            new Dropout(dropout, generator), new Linear(4096, 4096, generator: generator, device: device), new Relu(),
            new Linear(4096, classes, generator: generator, device: device)));
    }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of at least 63 on each side.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_classifier.Forward(NetworkParts.Run(_pool, _features.Forward(input))));
    }
}
