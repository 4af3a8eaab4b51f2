using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A residual network for classification (He et al. 2016) whose convolutions are <see cref="ODConv2d"/>: 7x7 with stride 2, maximum
/// pooling, four stages of blocks, the means of the channels and a linear layer (Li et al. 2022).
/// </summary>
/// <remarks>State: <c>conv1.*, bn1.*</c>, <c>layer1.0.*</c> to <c>layer4.n.*</c> (see <see cref="ODResNetBlock"/>), <c>fc.*</c>.</remarks>
public sealed class ODResNet : Module
{
    /// <summary>Makes the network.</summary>
    /// <param name="options">The sizes; null for those of <see cref="ODResNetOptions.ResNet18"/>.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or there are not four stages.</exception>
    public ODResNet(ODResNetOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = options ?? new ODResNetOptions();
        (int width, IReadOnlyList<int> blocks) = (Options.Width, Options.Blocks);
        if (Options.InChannels < 1 || Options.Classes < 1 || width < 1 || blocks.Count != 4 || blocks.Min() < 1)
        {
            throw new ArgumentException(
                "[od resnet] channels, classes, width and the blocks of four stages must be at least 1. " +
                $"Got inChannels {Options.InChannels}, classes {Options.Classes}, width {width}, blocks ({string.Join(", ", blocks)}).");
        }
        AddModule("conv1", First(generator, device));
        AddModule("bn1", new BatchNorm2d(width, device: device));
        AddModule("relu", new Relu());
        AddModule("maxpool", new MaxPool2d(3, 2, 1));
        int channels = width;
        for (int stage = 0; stage < 4; stage++)
        {
            var sequence = new Sequential();
            for (int block = 0; block < blocks[stage]; block++)
            {
                var next = new ODResNetBlock(channels, width << stage, stage > 0 && block == 0 ? 2 : 1, Options, generator, device);
                sequence.Add(next);
                channels = next.OutChannels;
            }
            AddModule($"layer{stage + 1}", sequence);
        }
        AddModule("avgpool", new GlobalAvgPool2d());
        AddModule("flatten", new Flatten());
        AddModule("fc", new Linear(channels, Options.Classes, generator: generator, device: device));
    }

    /// <summary>The sizes.</summary>
    public ODResNetOptions Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of any size.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = input;
        foreach ((_, Module module) in Children) value = module.Forward(value);
        return scope.Keep(value);
    }

    private Module First(RandomGenerator? generator, Device? device)
    {
        if (!Options.IsFirstLayerStatic)
            return new ODConv2d(Options.InChannels, Options.Width, 7, 2, 3, options: Options.Convolution, generator: generator, device: device);
        return NetworkParts.Convolution(Options.InChannels, Options.Width, 7, 2, 1, generator, device);
    }
}
