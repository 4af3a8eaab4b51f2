using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A mean with weights for each channel of each image, chosen as selective kernels choose between branches: see
/// <see cref="SelectiveKernelAttention"/>, whose state is under <c>attn</c>.
/// </summary>
public sealed class AttentionFusion : FusionRule
{
    private readonly SelectiveKernelAttention _attention;

    /// <summary>Makes the rule; first values as in PyTorch.</summary>
    /// <param name="maps">The number of maps.</param>
    /// <param name="channels">Channels of the maps.</param>
    /// <param name="hidden">Hidden features of the attention; null for a quarter of the channels and at least 4.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public AttentionFusion(int maps, int channels, int? hidden = null, RandomGenerator? generator = null, Device? device = null)
    {
        _ = WeightShape(maps, channels);
        _attention = AddModule("attn", new SelectiveKernelAttention(channels, maps, hidden ?? Math.Max(4, channels / 4), generator: generator, device: device));
    }

    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        Check(maps, _attention.Maps, _attention.Channels);
        return _attention.Combine(maps);
    }
}
