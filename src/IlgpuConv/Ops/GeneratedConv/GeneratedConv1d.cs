using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution of signals <c>[N, I, W]</c> with filters that are generated from each signal and applied to that signal; its state is that
/// of <see cref="GeneratedConvLayer"/>.
/// </summary>
public sealed class GeneratedConv1d : GeneratedConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' size.</param>
    /// <param name="stride">Input positions from one output to the next.</param>
    /// <param name="padding">Zeros around the signal; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether the output has a bias of its own; the generator's is one of the <paramref name="options"/>.</param>
    /// <param name="activation">A module applied to the output, or null.</param>
    /// <param name="options">How filters are generated; null for one linear map of the channels' means.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public GeneratedConv1d(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
        bool hasBias = true, Module? activation = null, GeneratedConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, [kernel], groups, hasBias, activation, options, generator, device) =>
        (Kernel, Stride, Padding, Dilation) = (kernel, stride, padding ?? 0, dilation);

    /// <summary>The filters' size.</summary>
    public int Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the signal.</summary>
    public Padding1 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public int Dilation { get; }

    private protected override Tensor Convolve(Tensor input, Tensor filters, Tensor? bias) =>
        input.PerSampleConv1d(filters, bias, Stride, Padding, Dilation, Groups);
}
