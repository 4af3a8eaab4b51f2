using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A residual network for classification (He et al. 2016), with groups a ResNeXt (Xie et al. 2017): a convolution, four stages of blocks,
/// the means of the channels and a linear layer.
/// </summary>
/// <remarks>
/// State, with torchvision's names: <c>conv1.*, bn1.*</c>, <c>layer1.0.*</c> to <c>layer4.n.*</c> (see <see cref="ResNetBlock"/>), <c>fc.*</c>.
/// </remarks>
public sealed class ResNet : Module
{
    private readonly Module _convolution;
    private readonly BatchNorm2d _norm;
    private readonly List<Module> _rest = [];

    /// <summary>Makes the network; convolutions begin normal with deviation √(2 / fan_out), as in torchvision.</summary>
    /// <param name="options">The sizes; null for those of <see cref="ResNetOptions.ResNet18"/>.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, there are not four stages, or blocks of two convolutions have groups.</exception>
    public ResNet(ResNetOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        Options = Checked(options ?? ResNetOptions.ResNet18);
        (int width, bool isSmall) = (Options.Width, Options.IsForSmallImages);
        _convolution = AddModule("conv1", NetworkParts.Convolution(Options.InChannels, width, isSmall ? 3 : 7, isSmall ? 1 : 2, 1, generator, device));
        _norm = AddModule("bn1", new BatchNorm2d(width, device: device));
        AddModule("relu", new Relu());
        if (!isSmall) Then("maxpool", new MaxPool2d(3, 2, 1));
        int channels = width;
        for (int stage = 0; stage < 4; stage++)
        {
            var sequence = new Sequential();
            for (int block = 0; block < Options.Blocks[stage]; block++)
            {
                var next = new ResNetBlock(channels, width << stage, stage > 0 && block == 0 ? 2 : 1, Options, generator, device);
                sequence.Add(next);
                channels = next.OutChannels;
            }
            Then($"layer{stage + 1}", sequence);
        }
        Then("avgpool", new GlobalAvgPool2d());
        Then("flatten", new Flatten());
        Then("fc", new Linear(channels, Options.Classes, generator: generator, device: device));
    }

    /// <summary>The sizes.</summary>
    public ResNetOptions Options { get; }

    /// <summary>The logits <c>[N, classes]</c> of images <c>[N, channels, H, W]</c> of any size.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = _norm.Forward(_convolution.Forward(input), NormActivation.Relu);
        foreach (Module module in _rest) value = NetworkParts.Run(module, value);
        return scope.Keep(value);
    }

    private void Then(string name, Module module) => _rest.Add(AddModule(name, module));

    private static ResNetOptions Checked(ResNetOptions o)
    {
        bool isRight = o.InChannels >= 1 && o.Classes >= 1 && o.Width >= 1 && o.Blocks.Count == 4 && o.Blocks.Min() >= 1 && o.Groups >= 1 && o.GroupWidth is null or >= 1;
        if (!isRight)
        {
            throw new ArgumentException(
                "[resnet] channels, classes, width, groups, their width and the blocks of four stages must be at least 1. " +
                $"Got inChannels {o.InChannels}, classes {o.Classes}, width {o.Width}, groups {o.Groups}, group width {o.GroupWidth?.ToString() ?? "none"}, blocks ({string.Join(", ", o.Blocks)}).");
        }
        if (!o.IsBottleneck && (o.Groups > 1 || o.GroupWidth is not null))
        {
            throw new ArgumentException(
                $"[resnet] only bottlenecks have groups and a width of them. Got groups {o.Groups} and group width {o.GroupWidth?.ToString() ?? "none"}.");
        }
        return o;
    }
}
