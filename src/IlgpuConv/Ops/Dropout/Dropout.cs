using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The layer that drops elements in training and changes nothing in inference.</summary>
/// <param name="probability">The probability of dropping an element.</param>
/// <param name="generator">Where the choice comes from, or null for the default generator.</param>
public sealed class Dropout(double probability = 0.5, RandomGenerator? generator = null) : Module
{
    /// <summary>The probability of dropping an element.</summary>
    public double Probability { get; } = probability;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => IsTraining && Probability > 0 ? input.Dropout(Probability, generator) : input;
}
