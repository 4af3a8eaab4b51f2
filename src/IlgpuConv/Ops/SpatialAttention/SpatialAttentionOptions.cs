namespace IlgpuConv.Ops;

/// <summary>How a <see cref="SpatialAttention"/> is built; by default as in CBAM.</summary>
public sealed record SpatialAttentionOptions
{
    /// <summary>Taps along height and width, odd. CDCN++ takes 7, 5 and 3 from its first level to its last.</summary>
    public int Kernel { get; init; } = 7;

    /// <summary>Whether the layer is for signals <c>[N, C, W]</c>: its convolution then has one row of taps.</summary>
    public bool IsSignal { get; init; }

    /// <summary>Whether batch normalisation follows the convolution; CDCN++ has none.</summary>
    public bool HasNorm { get; init; } = true;
}
