using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Dynamic convolution, attention over kernels (Chen et al. 2020), of <c>[N, C, H, W]</c>: the filter of each image is a mixture of
/// kernels, <c>W[n] = Σ_k shares[n, k] weight[k]</c>, with the shares of a <see cref="KernelAttention"/>. The paper keeps the first
/// layer of a network static.
/// </summary>
/// <remarks>
/// State: <c>weight [K, O, I/groups, kH, kW]</c>, <c>bias [K, O]</c>, <c>attention.*</c> (see <see cref="KernelAttention"/>),
/// the temperature among it.
/// </remarks>
public sealed class DynamicConv2d : MixtureConvLayer
{
    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' size: a number, or (height, width).</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether each expert has a bias.</param>
    /// <param name="options">The kernels and their attention; null for 4 kernels and the paper's temperature.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, the groups do not divide the channels, or an option is out of range.</exception>
    public DynamicConv2d(
        int inChannels, int outChannels, Pair kernel, Pair? stride = null, Padding2? padding = null, Pair? dilation = null, int groups = 1,
        bool hasBias = true, DynamicConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(
            "dynamic conv", (options ?? new()).Kernels, inChannels, outChannels, kernel.Axes, (stride ?? 1).Axes, (padding ?? 0).Sides, (dilation ?? 1).Axes, groups,
            hasBias, slope: 0, (options ?? new()).Evaluation, generator, device)
    {
        (Kernel, Stride, Padding, Dilation) = (kernel, stride ?? 1, padding ?? 0, dilation ?? 1);
        Attention = AddModule("attention", new KernelAttention(inChannels, options ?? new(), generator, device));
    }

    /// <summary>The filters' size.</summary>
    public Pair Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>What finds the shares of the kernels.</summary>
    public KernelAttention Attention { get; }

    private protected override Tensor Route(Tensor input) => Attention.Forward(input);
}
