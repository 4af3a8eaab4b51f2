namespace IlgpuConv.Ops;

/// <summary>How a <see cref="DyNetConv2d"/> fuses its kernels.</summary>
public sealed record DyNetOptions
{
    /// <summary>Fixed kernels of each output channel.</summary>
    public int Kernels { get; init; } = 6;

    /// <summary>
    /// Whether the layer predicts its own coefficients. Without a predictor they are given with each call, from a
    /// <see cref="DyNetPredictor"/> that the convolutions of a block have in common, as in the paper.
    /// </summary>
    public bool HasPredictor { get; init; } = true;

    /// <summary>
    /// Whether kernels are fused (<see cref="MixtureEvaluation.MixFilters"/>) or their outputs
    /// (<see cref="MixtureEvaluation.MixOutputs"/>, the paper's way of training); by default what is cheaper for the shape.
    /// </summary>
    public MixtureEvaluation Evaluation { get; init; } = MixtureEvaluation.Planned;
}
