namespace IlgpuConv.Ops;

/// <summary>How a <see cref="SqueezeExcite"/> is built; by default as in timm.</summary>
public sealed record SqueezeExciteOptions
{
    /// <summary>Hidden features for each channel, before rounding.</summary>
    public double Ratio { get; init; } = 1.0 / 16;

    /// <summary>The hidden features are a multiple of this number, and at least as many; 1 is the rule of the paper.</summary>
    public int Divisor { get; init; } = 8;

    /// <summary>The hidden features, or null for what ratio and divisor give.</summary>
    public int? Hidden { get; init; }

    /// <summary>Whether both layers have a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Whether the gate is <c>min(max(x + 3, 0), 6) / 6</c> instead of the sigmoid, as in MobileNetV3.</summary>
    public bool UsesHardSigmoid { get; init; }
}
