using IlgpuConv.Modules;

namespace IlgpuConv.Training;

/// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019): <c>w = w (1 - rate decay) - rate m̂ / (√v̂ + epsilon)</c>.</summary>
public sealed class AdamW : Adam
{
    /// <summary>Makes the optimiser over groups of parameters.</summary>
    /// <exception cref="ArgumentException">A setting lies outside its range.</exception>
    public AdamW(
        IEnumerable<ParameterGroup> groups, double rate = 1e-3, (double First, double Second)? betas = null, double epsilon = 1e-8,
        double weightDecay = 1e-2)
        : base(groups, rate, betas, epsilon, weightDecay)
    {
    }

    /// <summary>Makes the optimiser over all parameters of a module.</summary>
    public AdamW(Module module, double rate = 1e-3, (double First, double Second)? betas = null, double epsilon = 1e-8, double weightDecay = 1e-2)
        : base(module, rate, betas, epsilon, weightDecay)
    {
    }

    /// <inheritdoc/>
    protected override bool IsDecoupled => true;
}
