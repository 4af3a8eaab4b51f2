namespace IlgpuConv.Ops;

/// <summary>How a <see cref="ConvBlockAttention2d"/> is built; by default as in timm.</summary>
public sealed record ConvBlockAttentionOptions
{
    /// <summary>The attention over channels: mean and maximum, without bias.</summary>
    public ChannelAttentionOptions Channel { get; init; } = new() { UsesMaximum = true, HasBias = false };

    /// <summary>The attention over pixels.</summary>
    public SpatialAttentionOptions Spatial { get; init; } = new();
}
