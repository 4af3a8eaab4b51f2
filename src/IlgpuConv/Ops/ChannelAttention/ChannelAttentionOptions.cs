namespace IlgpuConv.Ops;

/// <summary>How a <see cref="ChannelAttention"/> is built.</summary>
public sealed record ChannelAttentionOptions
{
    /// <summary>Hidden features for each channel.</summary>
    public double Ratio { get; init; } = 1.0 / 16;

    /// <summary>The hidden features, or null for what the ratio gives, rounded and at least 1.</summary>
    public int? Hidden { get; init; }

    /// <summary>Whether both layers have a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether the largest number of each channel goes through the same layers and is added, as in CBAM.</summary>
    public bool UsesMaximum { get; init; }
}
