using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <c>x.Conv1d</c>; first values as in PyTorch: uniform in ±1/√(I/groups kW).</summary>
public sealed class Conv1d : ConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="stride">Input positions from one output to the next.</param>
    /// <param name="padding">Positions around the signal, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
    /// <param name="activation">What is applied to the sums before they are stored.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public Conv1d(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
        bool hasBias = true, PaddingMode paddingMode = default, ConvActivation activation = ConvActivation.None,
        RandomGenerator? generator = null, Device? device = null)
        : base(
            "conv", isTransposed: false, inChannels, outChannels, [kernel], [stride], [dilation], groups, hasBias,
            paddingMode, activation, generator, device) =>
        (Stride, Padding, Dilation) = (stride, padding ?? 0, dilation);

    /// <summary>Input positions from one output to the next.</summary>
    public int Stride { get; }

    /// <summary>Positions around the signal.</summary>
    public Padding1 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public int Dilation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => input.Conv1d(Weight, Bias, Stride, Padding, Dilation, Groups, PaddingMode, activation: Activation);
}
