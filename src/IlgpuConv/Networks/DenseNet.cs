using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A DenseNet (Huang et al. 2017) for classification: each layer of a block sees all maps before it. With the sizes of
/// <see cref="DenseNetOptions.DenseNet121"/> 7,978,856 parameters.
/// </summary>
/// <remarks>
/// State, with torchvision's names: <c>features.conv0.*, features.norm0.*</c>, <c>features.denseblock1.denselayer1.*</c> and so on (see
/// <see cref="DenseLayer"/>), <c>features.transition1.norm.*, features.transition1.conv.*</c>, <c>features.norm5.*</c>, <c>classifier.*</c>.
/// </remarks>
public sealed class DenseNet : Module
{
    private readonly Sequential _features = new();
    private readonly Linear _classifier;

    /// <summary>Makes the network; convolutions begin normal with deviation √(2 / fan_in), as in torchvision.</summary>
    /// <param name="options">The sizes; null for those of <see cref="DenseNetOptions.DenseNet121"/>.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there is no block.</exception>
    public DenseNet(DenseNetOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = options ?? DenseNetOptions.DenseNet121;
        if (Options.InChannels < 1 || Options.Classes < 1 || Options.Growth < 1 || Options.FirstChannels < 1 || Options.Bottleneck < 1 || Options.Blocks.Count == 0 || Options.Blocks.Min() < 1)
        {
            throw new ArgumentException(
                "[densenet] channels, classes, growth, bottleneck and the layers of each block must be at least 1. " +
                $"Got inChannels {Options.InChannels}, classes {Options.Classes}, growth {Options.Growth}, firstChannels {Options.FirstChannels}, bottleneck {Options.Bottleneck}, blocks ({string.Join(", ", Options.Blocks)}).");
        }
        int channels = Options.FirstChannels;
        _features.Add(Convolution(Options.InChannels, channels, 7, 2, generator, device), "conv0")
            .Add(new BatchNorm2d(channels, device: device), "norm0").Add(new Relu(), "relu0").Add(new MaxPool2d(3, 2, 1), "pool0");
        for (int i = 0; i < Options.Blocks.Count; i++)
        {
            var block = new Sequential();
            for (int layer = 0; layer < Options.Blocks[i]; layer++)
            {
                block.Add(new DenseLayer(channels, Options.Growth, Options.Bottleneck, generator, device), $"denselayer{layer + 1}");
                channels += Options.Growth;
            }
            _features.Add(block, $"denseblock{i + 1}");
            if (i + 1 == Options.Blocks.Count) break;
            int half = Math.Max(1, channels / 2);
            _features.Add(
                new Sequential().Add(new BatchNorm2d(channels, device: device), "norm").Add(new Relu(), "relu")
                    .Add(Convolution(channels, half, 1, 1, generator, device), "conv").Add(new AvgPool2d(2), "pool"),
                $"transition{i + 1}");
            channels = half;
        }
        _features.Add(new BatchNorm2d(channels, device: device), "norm5");
        AddModule("features", _features);
        _classifier = AddModule("classifier", new Linear(channels, Options.Classes, generator: generator, device: device));
        NetworkParts.Reset(_classifier.Bias, 0, generator);
    }

    /// <summary>The sizes.</summary>
    public DenseNetOptions Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of at least 29 on each side.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_classifier.Forward(_features.Forward(input).Relu().GlobalAvgPool2d().Flatten()));
    }

    /// <summary>A convolution without bias that keeps the size but for its stride; normal with deviation √(2 / fan_in).</summary>
    internal static Conv2d Convolution(int inChannels, int outChannels, int kernel, int stride, RandomGenerator? generator, Device? device)
    {
        Conv2d layer = new(inChannels, outChannels, kernel, stride, kernel / 2, hasBias: false, generator: generator, device: device);
        NetworkParts.Reset(layer.Weight, Math.Sqrt(2.0 / (inChannels * kernel * kernel)), generator);
        return layer;
    }
}
