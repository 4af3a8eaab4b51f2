using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The Inception block (Szegedy et al. 2015): 1x1; 1x1 then 3x3; 1x1 then 5x5; maximum pooling then 1x1; side by side along the channels.
/// Each convolution has norm and rectifier.
/// </summary>
/// <remarks>State: <c>branch1.*</c>, <c>branch2.0.*</c>, <c>branch2.1.*</c>, <c>branch3.0.*</c>, <c>branch3.1.*</c>, <c>branch4.1.*</c>, as in torchvision.</remarks>
public sealed class InceptionBlock2d : Module
{
    private readonly Func<int, int, int, ConvNorm2d> _conv;

    /// <summary>Makes the block; first values as in PyTorch.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="options">The widths of the branches.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the large kernel is even.</exception>
    public InceptionBlock2d(int inChannels, InceptionBlockOptions options, RandomGenerator? generator = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.LargeKernel < 1 || options.LargeKernel % 2 == 0)
            throw new ArgumentException($"[inception] the large kernel must be odd and at least 1. Got {options.LargeKernel}.", nameof(options));
        _conv = (from, to, kernel) => new ConvNorm2d(
            from, to, kernel, padding: kernel / 2, norm: c => new BatchNorm2d(c, options.Epsilon, device: device), activation: new Relu(),
            generator: generator, device: device);
        AddModule("branch1", _conv(inChannels, options.Direct, 1));
        AddModule("branch2", new Sequential(_conv(inChannels, options.ThreeReduced, 1), _conv(options.ThreeReduced, options.Three, 3)));
        AddModule("branch3", new Sequential(_conv(inChannels, options.FiveReduced, 1), _conv(options.FiveReduced, options.Five, options.LargeKernel)));
        AddModule("branch4", new Sequential(new MaxPool2d(3, stride: 1, padding: 1), _conv(inChannels, options.Pooled, 1)));
        OutChannels = options.OutChannels;
    }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(Tensor.Concat(1, [.. Children.Select(child => child.Module.Forward(input))]));
    }
}
