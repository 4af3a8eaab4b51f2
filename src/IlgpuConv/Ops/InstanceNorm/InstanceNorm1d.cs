using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Instance normalisation of signals <c>[N, C, L]</c>.</summary>
public sealed class InstanceNorm1d : InstanceNorm
{
    /// <summary>Makes a layer; with weight 1, bias 0, running mean 0 and running variance 1 where it has them.</summary>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="momentum">How far the running statistics move with each batch.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">Whether there are running statistics, for inference.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public InstanceNorm1d(
        int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = false, bool trackRunningStats = false, Device? device = null)
        : base(channels, epsilon, momentum, affine, trackRunningStats, device)
    {
    }

    private protected override void CheckRank(Shape input)
    {
        if (input.Rank is 3) return;
        throw new ArgumentException($"[instancenorm] the input must be [N, C, L]. Got {input}.", nameof(input));
    }
}
