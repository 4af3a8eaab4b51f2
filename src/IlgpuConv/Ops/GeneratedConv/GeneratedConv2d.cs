using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Convolution of images with filters that are generated from each image and applied to that image:
/// <c>y[n] = σ(conv(x[n], G(x[n])) + bias)</c>; its state is that of <see cref="GeneratedConvLayer"/>.
/// </summary>
public sealed class GeneratedConv2d : GeneratedConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' height and width.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether the output has a bias of its own; the generator's is one of the <paramref name="options"/>.</param>
    /// <param name="activation">A module applied to the output, or null.</param>
    /// <param name="options">How filters are generated; null for one linear map of the channels' means.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The sizes do not fit.</exception>
    public GeneratedConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = true, Module? activation = null, GeneratedConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(inChannels, outChannels, kernel.Axes, groups, hasBias, activation, options, generator, device) =>
        (Kernel, Stride, Padding, Dilation) = (kernel, stride ?? 1, padding ?? 0, dilation ?? 1);

    /// <summary>The filters' height and width.</summary>
    public Pair Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    private protected override Tensor Convolve(Tensor input, Tensor filters, Tensor? bias) =>
        input.PerSampleConv2d(filters, bias, Stride, Padding, Dilation, Groups);
}
