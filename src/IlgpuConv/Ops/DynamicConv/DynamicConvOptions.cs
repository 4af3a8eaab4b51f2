namespace IlgpuConv.Ops;

/// <summary>How a <see cref="DynamicConv2d"/> or <see cref="DynamicConv1d"/> mixes its kernels.</summary>
public sealed record DynamicConvOptions
{
    /// <summary>The number of kernels.</summary>
    public int Kernels { get; init; } = 4;

    /// <summary>
    /// Features between the attention's two linear maps. Null: a quarter of the channels and one, or as many as kernels where the input has
    /// three channels.
    /// </summary>
    public int? Hidden { get; init; }

    /// <summary>
    /// The temperature of the softmax. A trainer advances it; in a loop of your own call <c>network.AdvanceTo</c> before each step, or give
    /// a constant.
    /// </summary>
    public TemperatureSchedule Temperature { get; init; } = TemperatureSchedule.Linear(30, 1, 10);

    /// <summary>Whether filters or outputs are mixed; by default what is cheaper for the shape.</summary>
    public MixtureEvaluation Evaluation { get; init; } = MixtureEvaluation.Planned;
}
