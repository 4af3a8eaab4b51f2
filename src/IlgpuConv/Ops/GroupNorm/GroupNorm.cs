using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer of <see cref="GroupNormMethods"/>, for <c>[N, C]</c> or <c>[N, C, ...]</c>; its state is <c>weight</c> and <c>bias</c>.</summary>
public sealed class GroupNorm : Module
{
    /// <summary>Makes a layer with weight 1 and bias 0.</summary>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels, or epsilon is negative.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true, Device? device = null)
    {
        if (groups < 1 || channels < 1 || channels % groups != 0 || !(epsilon >= 0))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"[groupnorm] groups must be at least 1 and divide the channels, and epsilon be at least 0. Got groups {groups}, channels {channels}, epsilon {epsilon}."));
        }
        (Groups, Channels, Epsilon) = (groups, channels, epsilon);
        if (!affine) return;
        Weight = AddParameter("weight", Initialize.Constant([channels], 1, device: device));
        Bias = AddParameter("bias", Initialize.Zeros([channels], device: device));
    }

    /// <summary>The number of groups of channels.</summary>
    public int Groups { get; }

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
            throw new ArgumentException($"[groupnorm] the input must have the layer's channels. Got {input.Shape} for {Channels} channels.", nameof(input));
        return input.GroupNorm(Groups, Weight, Bias, Epsilon);
    }
}
