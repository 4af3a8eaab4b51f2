using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A classifier of two convolutions whose filters are generated from each image: convolution 3x3, batch normalisation, rectifier and
/// maximum pooling, twice, then adaptive average pooling and a linear layer. It takes images of any size from 4x4 on; with the default
/// sizes it has 11,072,808 parameters.
/// </summary>
/// <remarks>State: <c>c1.*, bn1.*, c2.*, bn2.*</c>, with attention <c>se1.*, se2.*</c>, and <c>fc.weight</c>, <c>fc.bias</c>. The modules run in the order in which they are listed.</remarks>
public sealed class DynamicConvNet : Module
{
    /// <summary>Makes the network.</summary>
    /// <param name="options">The sizes; null for 3 channels and 1,000 classes.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    public DynamicConvNet(DynamicConvNetOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = options ?? new DynamicConvNetOptions();
        (int first, int second, int size) = (Options.FirstChannels, Options.SecondChannels, Options.PooledSize);
        AddModule("c1", Convolution(Options.InChannels, first, generator, device));
        AddModule("bn1", new BatchNorm2d(first, device: device));
        if (Options.HasAttention) AddModule("se1", new SqueezeExcite(first, generator: generator, device: device));
        AddModule("relu1", new Relu());
        AddModule("pool1", new MaxPool2d(2));
        AddModule("c2", Convolution(first, second, generator, device));
        AddModule("bn2", new BatchNorm2d(second, device: device));
        if (Options.HasAttention) AddModule("se2", new SqueezeExcite(second, generator: generator, device: device));
        AddModule("relu2", new Relu());
        AddModule("pool2", new MaxPool2d(2));
        AddModule("pool", new AdaptiveAvgPool2d(size));
        AddModule("fc", new FlattenLinear(second, size, size, Options.Classes, generator: generator, device: device));
    }

    /// <summary>The sizes.</summary>
    public DynamicConvNetOptions Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c>.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = input;
        foreach ((_, Module module) in Children)
        {
            using IDisposable? visit = OperationTrace.Enter(module);
            value = module.Forward(value);
        }
        return scope.Keep(value);
    }

    private Module Convolution(int inChannels, int outChannels, RandomGenerator? generator, Device? device) => Options.Filters is { } filters
        ? new GeneratedConv2d(inChannels, outChannels, 3, padding: 1, options: filters, generator: generator, device: device)
        : new Conv2d(inChannels, outChannels, 3, padding: 1, generator: generator, device: device);
}
