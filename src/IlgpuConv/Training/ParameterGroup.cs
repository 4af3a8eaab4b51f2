using IlgpuConv.Modules;

namespace IlgpuConv.Training;

/// <summary>Parameters that share settings.</summary>
/// <param name="Parameters">The parameters with the names under which their state is saved.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> Parameters)
{
    /// <summary>The learning rate of the group as a multiple of the optimiser's.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>The weight decay of the group, or null for the optimiser's.</summary>
    public double? WeightDecay { get; init; }
}
