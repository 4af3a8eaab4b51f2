namespace IlgpuConv.Ops;

/// <summary>How the receptive field of an image is found from its channels' means.</summary>
public sealed record FieldRouterOptions
{
    /// <summary>Hidden features; null for a quarter of the channels and at least 4.</summary>
    public int? Hidden { get; init; }

    /// <summary>
    /// What the logits are divided by: the lower, the sharper the choice. It follows its schedule as training goes on (see
    /// <c>Module.AdvanceTo</c>) and is part of the saved state.
    /// </summary>
    public TemperatureSchedule Temperature { get; init; } = TemperatureSchedule.Constant(1);
}
