using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The router of conditionally parameterised convolutions: <c>shares = sigmoid(means of the channels · weightᵀ + bias)</c>, each expert by
/// itself: no temperature, and the shares need not add up to 1 (Yang et al. 2019).
/// </summary>
/// <remarks>State: <c>weight [E, C]</c>, <c>bias [E]</c>.</remarks>
public sealed class CondConvRouter : Module
{
    /// <summary>Makes the router.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="experts">The number of experts.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public CondConvRouter(int channels, int experts, RandomGenerator? generator = null, Device? device = null)
    {
        if (channels < 1 || experts < 1) throw new ArgumentException($"[condconv] channels and experts must be at least 1. Got {channels} channels and {experts} experts.");
        Weight = AddParameter("weight", Initialize.KaimingUniform([experts, channels], generator, device: device));
        Bias = AddParameter("bias", Initialize.Bias([experts], channels, generator, device: device));
    }

    /// <summary>The weight <c>[E, C]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[E]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The shares <c>[N, E]</c> of <c>[N, C, W]</c> or <c>[N, C, H, W]</c>.</summary>
    /// <exception cref="ArgumentException">The input does not have the router's channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        int channels = Weight.Value.Shape[1];
        if (input.Shape.Rank is not (3 or 4) || input.Shape[1] != channels)
            throw new ArgumentException($"[condconv] the router's input must be [N, {channels}, W] or [N, {channels}, H, W]. Got {input.Shape}.", nameof(input));
        using var scope = new TensorScope();
        return scope.Keep(ChannelMeans.Of(input).Linear(Weight, Bias).Sigmoid());
    }
}
