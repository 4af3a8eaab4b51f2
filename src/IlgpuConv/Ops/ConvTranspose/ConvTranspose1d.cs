using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.ConvTranspose1d</c>; first values as in PyTorch: uniform in ±1/√(O/groups kW).</summary>
public sealed class ConvTranspose1d : ConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="stride">Output positions from one input to the next.</param>
    /// <param name="padding">Positions cropped from the output, or the rule of the convolution that this turns round; 0 by default.</param>
    /// <param name="outputPadding">Positions added after the last output.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="dilation">Output positions from one tap to the next.</param>
    /// <param name="paddingMode">What lies beyond the input; zeros by default.</param>
    /// <param name="activation">What is applied to the sums before they are stored.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public ConvTranspose1d(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1? padding = null, int outputPadding = 0, int groups = 1,
        bool hasBias = true, int dilation = 1, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None,
        RandomGenerator? generator = null, Device? device = null)
        : base(
            "conv transpose", isTransposed: true, inChannels, outChannels, [kernel], [stride], [dilation], groups, hasBias,
            paddingMode, activation, generator, device) =>
        (Stride, Padding, OutputPadding, Dilation) = (stride, padding ?? 0, outputPadding, dilation);

    /// <summary>Output positions from one input to the next.</summary>
    public int Stride { get; }

    /// <summary>Positions cropped from the output.</summary>
    public Padding1 Padding { get; }

    /// <summary>Positions added after the last output.</summary>
    public int OutputPadding { get; }

    /// <summary>Output positions from one tap to the next.</summary>
    public int Dilation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.ConvTranspose1d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation, paddingMode: PaddingMode, activation: Activation);

    /// <summary>The output of a given size, one of those that the stride allows.</summary>
    /// <exception cref="ArgumentException">The size is not one of them.</exception>
    public Tensor Forward(Tensor input, int outputSize) =>
        input.ConvTranspose1d(Weight, Bias, Stride, Padding, 0, Groups, Dilation, outputSize, PaddingMode, Activation);
}
