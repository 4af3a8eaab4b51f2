using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.ConvTranspose3d</c>; first values as in PyTorch: uniform in ±1/√(O/groups kD kH kW).</summary>
public sealed class ConvTranspose3d : ConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size: a number, or (depth, height, width).</param>
    /// <param name="stride">Output positions from one input to the next; 1 by default.</param>
    /// <param name="padding">Positions cropped from the output, or the rule of the convolution that this turns round; 0 by default.</param>
    /// <param name="outputPadding">Positions added after the last output; 0 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="dilation">Output positions from one tap to the next; 1 by default.</param>
    /// <param name="paddingMode">What lies beyond the input; zeros by default.</param>
    /// <param name="activation">What is applied to the sums before they are stored.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public ConvTranspose3d(
        int inChannels, int outChannels, Triple kernel, Triple? stride = null, Padding3? padding = null, Triple? outputPadding = null, int groups = 1,
        bool hasBias = true, Triple? dilation = null, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None,
        RandomGenerator? generator = null, Device? device = null)
        : base(
            "conv transpose", isTransposed: true, inChannels, outChannels, kernel.Axes, (stride ?? 1).Axes, (dilation ?? 1).Axes, groups, hasBias,
            paddingMode, activation, generator, device) =>
        (Stride, Padding, OutputPadding, Dilation) = (stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1);

    /// <summary>Output positions from one input to the next.</summary>
    public Triple Stride { get; }

    /// <summary>Positions cropped from the output.</summary>
    public Padding3 Padding { get; }

    /// <summary>Positions added after the last output.</summary>
    public Triple OutputPadding { get; }

    /// <summary>Output positions from one tap to the next.</summary>
    public Triple Dilation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) =>
        input.ConvTranspose3d(Weight, Bias, Stride, Padding, OutputPadding, Groups, Dilation, paddingMode: PaddingMode, activation: Activation);

    /// <summary>The output of a given size, one of those that the stride allows.</summary>
    /// <exception cref="ArgumentException">The size is not one of them.</exception>
    public Tensor Forward(Tensor input, Triple outputSize) =>
        input.ConvTranspose3d(Weight, Bias, Stride, Padding, null, Groups, Dilation, outputSize, PaddingMode, Activation);
}
