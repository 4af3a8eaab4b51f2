using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Depthwise separable convolution (Howard et al. 2017): a filter of its own for each input channel, then a 1x1 convolution over channels;
/// <c>C m (k² + O)</c> weights where a full convolution has <c>C O k²</c>. MobileNet has norm and activation after both parts.
/// </summary>
public sealed class DepthwiseSeparableConv2d : Module
{
    private readonly List<Module> _parts = [];

    /// <summary>Makes the layer; its convolutions are <c>depthwise</c> and <c>pointwise</c>, with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The depthwise filter's size.</param>
    /// <param name="stride">Of the depthwise part; 1 by default.</param>
    /// <param name="padding">Of the depthwise part; 0 by default.</param>
    /// <param name="dilation">Of the depthwise part; 1 by default.</param>
    /// <param name="multiplier">Depthwise outputs of each input channel.</param>
    /// <param name="hasBias">Whether both parts have a bias; null for only where there is no norm.</param>
    /// <param name="norm">Makes the normalisation of a number of channels after each part, such as <c>c => new BatchNorm2d(c)</c>; null for none.</param>
    /// <param name="activation">Makes the activation after each part, such as <c>() => new Relu()</c>; null for none.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public DepthwiseSeparableConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int multiplier = 1,
        bool? hasBias = null, Func<int, Module>? norm = null, Func<Module>? activation = null, RandomGenerator? generator = null, Device? device = null)
    {
        if (multiplier < 1) throw new ArgumentException($"[depthwise separable] the multiplier must be at least 1. Got {multiplier}.", nameof(multiplier));
        bool bias = hasBias ?? norm is null;
        int middle = checked(inChannels * multiplier);
        Depthwise = new Conv2d(inChannels, middle, kernel, stride, padding, dilation, inChannels, bias, generator: generator, device: device);
        Pointwise = new Conv2d(middle, outChannels, 1, hasBias: bias, generator: generator, device: device);
        Append("depthwise", Depthwise, middle, norm, activation);
        Append("pointwise", Pointwise, outChannels, norm, activation);
    }

    /// <summary>The convolution of each channel.</summary>
    public Conv2d Depthwise { get; }

    /// <summary>The convolution over channels.</summary>
    public Conv2d Pointwise { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _parts.Aggregate(input, (value, part) => part.Forward(value));

    private void Append(string name, Conv2d conv, int channels, Func<int, Module>? norm, Func<Module>? activation)
    {
        _parts.Add(AddModule(name, conv));
        if (norm is not null) _parts.Add(AddModule($"{name}_norm", norm(channels)));
        if (activation is not null) _parts.Add(AddModule($"{name}_activation", activation()));
    }
}
