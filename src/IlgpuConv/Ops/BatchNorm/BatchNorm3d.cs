using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Batch normalisation of volumes <c>[N, C, D, H, W]</c>.</summary>
public sealed class BatchNorm3d : BatchNorm
{
    /// <summary>Makes a layer with weight 1, bias 0, running mean 0 and running variance 1.</summary>
    /// <param name="channels">The number of channels.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="momentum">How far the running statistics move with each batch.</param>
    /// <param name="affine">Whether there are weight and bias.</param>
    /// <param name="trackRunningStats">Whether there are running statistics; without them inference uses the batch's own too.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    public BatchNorm3d(
        int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null)
        : base(channels, epsilon, momentum, affine, trackRunningStats, device)
    {
    }

    private protected override void CheckRank(Shape input)
    {
        if (input.Rank is 5) return;
        throw new ArgumentException($"[batchnorm] the input must be [N, C, D, H, W]. Got {input}.", nameof(input));
    }
}
