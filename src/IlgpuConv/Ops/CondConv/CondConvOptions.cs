namespace IlgpuConv.Ops;

/// <summary>How a <see cref="CondConv2d"/> or <see cref="CondConv1d"/> mixes its experts.</summary>
public sealed record CondConvOptions
{
    /// <summary>The number of experts; the paper has 4 or 8.</summary>
    public int Experts { get; init; } = 4;

    /// <summary>
    /// Whether the layer finds its own shares. Without a router they are given with each call, from a <see cref="CondConvRouter"/> that the
    /// convolutions of a block have in common, as in EfficientNet-CondConv.
    /// </summary>
    public bool HasRouter { get; init; } = true;

    /// <summary>Whether filters or outputs are mixed; by default what is cheaper for the shape.</summary>
    public MixtureEvaluation Evaluation { get; init; } = MixtureEvaluation.Planned;
}
