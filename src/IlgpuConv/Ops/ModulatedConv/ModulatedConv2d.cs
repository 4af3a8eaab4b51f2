using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution whose filters a style scales for each sample, StyleGAN2's: <c>s[n] = affine(style[n])</c>, then
/// <c>x.ModulatedConv2d(weight, s, bias)</c>. Without a style of its own an image is its own: the means of its channels.
/// </summary>
/// <remarks>
/// State: <c>weight [O, I/g, kH, kW]</c>, normal with deviation 1/√fan_in, <c>bias [O]</c> from 0, and <c>affine.weight [I, S]</c>,
/// <c>affine.bias [I]</c>, which starts at 1.
/// </remarks>
public sealed class ModulatedConv2d : Module
{
    private readonly ModulatedConvOptions _options;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's height and width.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="options">How it is modulated; null for demodulated outputs and a style of as many features as channels.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public ModulatedConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = true, ModulatedConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
    {
        _options = options ?? new ModulatedConvOptions();
        (InChannels, OutChannels, StyleFeatures, Groups) = (inChannels, outChannels, _options.StyleFeatures ?? inChannels, groups);
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        if (!fits || kernel.Axes.Min() < 1 || StyleFeatures < 1 || !(_options.Epsilon >= 0))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[modulated conv] channels, kernel, groups and style features must be at least 1, the groups must divide the channels, and epsilon must be at least 0. Got {inChannels} to {outChannels} channels, kernel {kernel}, {groups} groups, {StyleFeatures} style features, epsilon {_options.Epsilon}."));
        }
        Shape filter = [outChannels, inChannels / groups, kernel.Height, kernel.Width];
        Weight = AddParameter("weight", Tensor.Normal(filter, 0, 1 / Math.Sqrt(Initialize.FanIn(filter)), generator, device: device, order: MemoryOrder.Filter));
        if (hasBias) Bias = AddParameter("bias", Initialize.Zeros([outChannels], device: device));
        Affine = AddModule("affine", new Linear(StyleFeatures, inChannels, generator: generator, device: device));
        Affine.Bias!.Value.Fill(1);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Features of the style.</summary>
    public int StyleFeatures { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>The filter that styles scale: <c>[O, I/g, kH, kW]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>From the style to the factors of the input channels.</summary>
    public Linear Affine { get; }

    /// <summary>The convolution of <paramref name="input"/> modulated by the means of its own channels.</summary>
    /// <exception cref="ArgumentException">The input does not fit, or the layer's style has other features than the input has channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (StyleFeatures != InChannels)
        {
            throw new ArgumentException(
                $"[modulated conv] a layer whose style has other features than its input has channels needs a style. Got input {input.Shape} alone for {InChannels} channels and {StyleFeatures} style features.",
                nameof(input));
        }
        Check(input);
        using var scope = new TensorScope();
        return scope.Keep(Forward(input, input.GlobalAvgPool2d().Reshape([input.Shape[0], InChannels])));
    }

    /// <summary>The convolution of <paramref name="input"/> <c>[N, I, H, W]</c> modulated by <paramref name="style"/> <c>[N, S]</c>.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public Tensor Forward(Tensor input, Tensor style)
    {
        Check(input);
        ArgumentNullException.ThrowIfNull(style);
        if (style.Shape != new Shape(input.Shape[0], StyleFeatures))
            throw new ArgumentException($"[modulated conv] the style must be [N, {StyleFeatures}] for as many samples as the input. Got style {style.Shape} for input {input.Shape}.", nameof(style));
        using var scope = new TensorScope();
        return scope.Keep(input.ModulatedConv2d(
            Weight, Affine.Forward(style), Bias, Stride, Padding, Dilation, Groups, _options.Demodulates, _options.Epsilon, _options.Form));
    }

    private void Check(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank == 4 && input.Shape[1] == InChannels) return;
        throw new ArgumentException(
            $"[modulated conv] the input must be [N, {InChannels}, H, W]. Got {input.Shape} for a layer of {InChannels} to {OutChannels} channels.", nameof(input));
    }
}
