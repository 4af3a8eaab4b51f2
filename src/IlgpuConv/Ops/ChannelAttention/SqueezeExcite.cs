using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Squeeze and excitation (Hu et al. 2018): <c>y = x σ(W2 relu(W1 z + b1) + b2)</c> with z the mean of each channel.
/// </summary>
public sealed class SqueezeExcite : ChannelGate
{
    private readonly bool _usesHardSigmoid;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="options">The hidden features and the gate; null for timm's.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is not above 0.</exception>
    public SqueezeExcite(int channels, SqueezeExciteOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base("squeeze-excite", channels, Hidden(channels, options ?? new()), (options ?? new()).HasBias, generator, device) =>
        _usesHardSigmoid = options?.UsesHardSigmoid ?? false;

    private protected override Tensor Activate(Tensor logits) => _usesHardSigmoid ? logits.Hardsigmoid() : logits.Sigmoid();

    private static int Hidden(int channels, SqueezeExciteOptions options) =>
        ChannelReduction.Of("squeeze-excite", channels, options.Ratio, options.Divisor, options.Hidden);
}
