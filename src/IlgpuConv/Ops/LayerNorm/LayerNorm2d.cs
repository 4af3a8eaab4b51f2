using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that normalises each pixel over its channels, for <c>[N, C, ...]</c> of any rank; its state is <c>weight</c> and <c>bias</c>.</summary>
public sealed class LayerNorm2d : Module
{
    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">What is added to the variance; ConvNeXt's value by default.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">There is no channel, or epsilon is negative.</exception>
    public LayerNorm2d(int channels, double epsilon = 1e-6, bool affine = true, Device? device = null)
    {
        if (channels < 1 || !(epsilon >= 0))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"[layernorm] channels must be at least 1 and epsilon at least 0. Got channels {channels}, epsilon {epsilon}."), nameof(channels));
        }
        (Channels, Epsilon) = (channels, epsilon);
        if (!affine) return;
        Weight = AddParameter("weight", Initialize.Constant([channels], 1, device: device));
        Bias = AddParameter("bias", Initialize.Zeros([channels], device: device));
    }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>The factor of each channel, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The summand of each channel, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank < 2 || input.Shape[1] != Channels)
            throw new ArgumentException($"[layernorm] the input must have the layer's channels. Got {input.Shape} for {Channels} channels.", nameof(input));
        return input.ChannelLayerNorm(Weight, Bias, Epsilon);
    }
}
