using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A VGG network (Simonyan and Zisserman 2015): stages of 3x3 convolutions, a maximum of 2x2 after each, and three linear layers.
/// </summary>
/// <remarks>State, with torchvision's names: <c>features.0.*, 2, 5, ...</c>, <c>classifier.0.*, 3, 6</c>.</remarks>
public sealed class Vgg : Module
{
    private readonly Sequential _features = new();
    private readonly Module _pool;
    private readonly Sequential _classifier;

    /// <summary>
    /// Makes the network; convolutions begin normal with deviation √(2 / fan_out), linear layers with 0.01, biases with 0, as in torchvision.
    /// </summary>
    /// <param name="options">The sizes; null for those of <see cref="VggOptions.Vgg16"/>.</param>
    /// <param name="generator">Where the first values, and in training the dropped features, come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public Vgg(VggOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = options ?? VggOptions.Vgg16;
        NetworkParts.Check("vgg", Options.InChannels, Options.Classes, Options.Dropout);
        if (Options.Stages.Count == 0 || Options.Stages.Any(stage => stage.Count == 0 || stage.Min() < 1) || Options.Hidden < 1)
        {
            throw new ArgumentException(
                "[vgg] there must be stages of convolutions, with at least 1 channel each, and hidden features. " +
                $"Got stages ({string.Join(" | ", Options.Stages.Select(stage => string.Join(", ", stage)))}), hidden {Options.Hidden}.");
        }
        int channels = Options.InChannels;
        foreach (IReadOnlyList<int> stage in Options.Stages)
        {
            foreach (int width in stage)
            {
                Conv2d convolution = new(channels, width, 3, padding: 1, generator: generator, device: device);
                NetworkParts.Reset(convolution.Weight, Math.Sqrt(2.0 / (9 * width)), generator);
                NetworkParts.Reset(convolution.Bias, 0, generator);
                _features.Add(convolution).Add(new Relu());
                channels = width;
            }
            _features.Add(new MaxPool2d(2));
        }
        AddModule("features", _features);
        _pool = AddModule("avgpool", new AdaptiveAvgPool2d(7));
        FlattenLinear first = new(channels, 7, 7, Options.Hidden, generator: generator, device: device);
        Linear second = new(Options.Hidden, Options.Hidden, generator: generator, device: device), last = new(Options.Hidden, Options.Classes, generator: generator, device: device);
        foreach ((Parameter weight, Parameter? bias) in ((Parameter, Parameter?)[])[(first.Weight, first.Bias), (second.Weight, second.Bias), (last.Weight, last.Bias)])
        {
            NetworkParts.Reset(weight, 0.01, generator);
            NetworkParts.Reset(bias, 0, generator);
        }
        _classifier = AddModule("classifier", new Sequential(
            first, new Relu(), new Dropout(Options.Dropout, generator), second, new Relu(), new Dropout(Options.Dropout, generator), last));
    }

    /// <summary>The sizes.</summary>
    public VggOptions Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of any size that the poolings leave something of.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_classifier.Forward(NetworkParts.Run(_pool, _features.Forward(input))));
    }
}
