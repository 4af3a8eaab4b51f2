namespace IlgpuConv.Ops;

/// <summary>How the receptive field of an image is found from its channels' means.</summary>
public sealed record FieldRouterOptions
{
    /// <summary>Hidden features; null for a quarter of the channels and at least 4.</summary>
    public int? Hidden { get; init; }

    /// <summary>What the logits are divided by, above 0: the lower, the sharper the choice. It is part of the saved state.</summary>
    public double Temperature { get; init; } = 1;
}
