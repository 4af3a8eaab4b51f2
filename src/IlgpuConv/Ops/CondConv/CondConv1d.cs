using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Conditionally parameterised convolution (Yang et al. 2019) of <c>[N, C, W]</c>: the filter of each signal is a mixture of experts,
/// <c>W[n] = Σ_e shares[n, e] weight[e]</c>, with the shares of a <see cref="CondConvRouter"/>.
/// </summary>
/// <remarks>State: <c>weight [E, O, I/groups, kW]</c>, <c>bias [E, O]</c>, <c>routing_fn.weight [E, I]</c>, <c>routing_fn.bias [E]</c>.</remarks>
public sealed class CondConv1d : MixtureConvLayer
{
    private readonly CondConvRouter? _router;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filters' size: its length.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Zeros around the signal, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether each expert has a bias.</param>
    /// <param name="options">The experts; null for 4 with a router.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public CondConv1d(
        int inChannels, int outChannels, int kernel, int stride = 1, Padding1? padding = null, int dilation = 1, int groups = 1,
        bool hasBias = false, CondConvOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base(
            "condconv", (options ?? new()).Experts, inChannels, outChannels, [kernel], [stride], (padding ?? 0).Sides, [dilation], groups,
            hasBias, slope: null, (options ?? new()).Evaluation, generator, device)
    {
        (Kernel, Stride, Padding, Dilation) = (kernel, stride, padding ?? 0, dilation);
        if (options is not { HasRouter: false }) _router = AddModule("routing_fn", new CondConvRouter(inChannels, Experts, generator, device));
    }

    /// <summary>The filters' size.</summary>
    public int Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the signal.</summary>
    public Padding1 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public int Dilation { get; }

    private protected override Tensor Route(Tensor input) => _router?.Forward(input)
        ?? throw new ArgumentException($"[condconv] a layer without a router needs the shares with each call. Got an input {input.Shape} alone.", nameof(input));
}
