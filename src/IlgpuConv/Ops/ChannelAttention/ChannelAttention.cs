using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Channel attention: <c>y = x σ(f(mean))</c>, or with the maximum <c>y = x σ(f(mean) + f(max))</c> (Woo et al. 2018), where f is the same
/// two layers for both and mean and maximum are those of each channel. Of equal places the first wins the gradient.
/// </summary>
public sealed class ChannelAttention : ChannelGate
{
    private readonly bool _usesMaximum;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input and the output.</param>
    /// <param name="options">The hidden features, and whether the maximum counts; null for means only.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is not above 0.</exception>
    public ChannelAttention(int channels, ChannelAttentionOptions? options = null, RandomGenerator? generator = null, Device? device = null)
        : base("channel attention", channels, Hidden(channels, options ?? new()), (options ?? new()).HasBias, generator, device) =>
        _usesMaximum = options?.UsesMaximum ?? false;

    private protected override Tensor Logits(Tensor input)
    {
        Tensor logits = Map(input.GlobalAvgPool2d());
        return _usesMaximum ? logits + Map(input.MaxPool2d((input.Shape[2], input.Shape[3]))) : logits;
    }

    private static int Hidden(int channels, ChannelAttentionOptions options) =>
        ChannelReduction.Of("channel attention", channels, options.Ratio, 1, options.Hidden);
}
