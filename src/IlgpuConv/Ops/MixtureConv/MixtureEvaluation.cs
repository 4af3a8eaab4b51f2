namespace IlgpuConv.Ops;

/// <summary>How a mixture of experts is convolved; both ways give the same result but for rounding.</summary>
public enum MixtureEvaluation
{
    /// <summary>The cheaper one of the two for the shape; see <see cref="MixturePlan"/>.</summary>
    Planned,

    /// <summary>The filters of each sample are mixed, and one convolution of each sample follows.</summary>
    MixFilters,

    /// <summary>Every expert convolves every sample, and the results are added up with their shares.</summary>
    MixOutputs,
}
