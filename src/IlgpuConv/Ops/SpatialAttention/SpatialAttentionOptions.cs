namespace IlgpuConv.Ops;

/// <summary>How a <see cref="SpatialAttention"/> is built; by default as in CBAM.</summary>
public sealed record SpatialAttentionOptions
{
    /// <summary>Taps along height and width, odd. CDCN++ takes 7, 5 and 3 from its first level to its last.</summary>
    public int Kernel { get; init; } = 7;

    /// <summary>Whether batch normalisation follows the convolution; CDCN++ has none.</summary>
    public bool HasNorm { get; init; } = true;
}
