using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution, then a normalisation and an activation where given: the block that most networks are made of. Its state is
/// <c>conv.*</c> and <c>bn.*</c>.
/// </summary>
public sealed class ConvNorm2d : Module
{
    private readonly Module? _norm;
    private readonly Module? _activation;

    /// <summary>Makes the block; first values as in PyTorch.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether the convolution has a bias; null for only where there is no norm.</param>
    /// <param name="norm">Makes the normalisation of a number of channels, such as <c>c => new BatchNorm2d(c)</c>; null for none.</param>
    /// <param name="activation">The activation, or null.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public ConvNorm2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool? hasBias = null, Func<int, Module>? norm = null, Module? activation = null, RandomGenerator? generator = null, Device? device = null)
    {
        Conv = AddModule("conv", new Conv2d(
            inChannels, outChannels, kernel, stride, padding, dilation, groups, hasBias ?? norm is null, generator: generator, device: device));
        if (norm is not null) _norm = AddModule("bn", norm(outChannels));
        if (activation is not null) _activation = AddModule("act", activation);
    }

    /// <summary>The convolution.</summary>
    public Conv2d Conv { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = Conv.Forward(input);
        if (_norm is IFusing fusing && _activation is not null && fusing.ForwardWith(value, _activation) is { } both) return scope.Keep(both);
        if (_norm is not null) value = _norm.Forward(value);
        return scope.Keep(_activation is null ? value : _activation.Forward(value));
    }
}
