using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// ASPP, atrous spatial pyramid pooling (Chen et al. 2017): a 1x1 convolution, 3x3 convolutions of several dilations and the mean of the
/// image side by side, brought together by a 1x1 convolution. Each convolution has norm and rectifier.
/// </summary>
/// <remarks>State: <c>convs.i.0.weight</c>, <c>convs.i.1.*</c>, for the image <c>convs.n.1.weight</c> and <c>convs.n.2.*</c>, and <c>project.*</c>, as in torchvision.</remarks>
public sealed class AtrousPyramid2d : Module
{
    private readonly Sequential _convs, _project;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of each part and of the output.</param>
    /// <param name="dilations">Of the 3x3 convolutions; null for 6, 12 and 18.</param>
    /// <param name="dropout">The probability of dropping an element of the output in training.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the probability lies outside [0, 1].</exception>
    public AtrousPyramid2d(
        int inChannels, int outChannels, IReadOnlyList<int>? dilations = null, double dropout = 0.5, RandomGenerator? generator = null,
        Device? device = null)
    {
        dilations ??= [6, 12, 18];
        if (!(dropout >= 0 && dropout <= 1)) throw new ArgumentException(FormattableString.Invariant($"[aspp] the probability must lie in [0, 1]. Got {dropout}."), nameof(dropout));
        InChannels = inChannels;
        _convs = AddModule("convs", new Sequential(Block(inChannels, 1, 1)));
        foreach (int dilation in dilations) _convs.Add(Block(inChannels, 3, dilation));
        _convs.Add(new ImagePooling2d(inChannels, outChannels, 1, generator, device));
        _project = AddModule("project", Block(outChannels * _convs.Count, 1, 1).Add(new Dropout(dropout)));

        Sequential Block(int from, int kernel, int dilation) => new(
            new Conv2d(from, outChannels, kernel, padding: dilation * (kernel - 1) / 2, dilation: dilation, hasBias: false, generator: generator, device: device),
            new BatchNorm2d(outChannels, device: device),
            new Relu());
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ChannelGate.Check("aspp", input, InChannels);
        using var scope = new TensorScope();
        Tensor[] parts = [.. _convs.Children.Select(child => child.Module.Forward(input))];
        return scope.Keep(_project.Forward(Tensor.Concat(1, parts)));
    }
}
