using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The fast normalised fusion of BiFPN (Tan et al. 2020): <c>y = Σ_s a_s x_s</c>, <c>a_s = relu(w_s) / (Σ relu(w) + 1e-4)</c>, all w starting
/// at 1. No exponentials, and a map may be switched off for good.
/// </summary>
/// <remarks>State: <c>weight [S]</c>, or <c>[S, C, 1, 1]</c> with a weight for each channel.</remarks>
public sealed class FastNormalisedFusion : FusionRule
{
    private const double Epsilon = 1e-4;

    private readonly int? _channels;

    /// <summary>Makes the rule.</summary>
    /// <param name="maps">The number of maps.</param>
    /// <param name="channels">Channels of the maps where each has weights of its own, or null.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public FastNormalisedFusion(int maps, int? channels = null, Device? device = null)
    {
        _channels = channels;
        Weight = AddParameter("weight", Initialize.Constant(WeightShape(maps, channels), 1, device: device));
    }

    /// <summary>The weights before they are rectified and divided by their sum.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        Check(maps, Weight.Value.Shape[0], _channels);
        using var scope = new TensorScope();
        Tensor positive = Weight.Value.Relu();
        return scope.Keep(Weighted(maps, positive / (positive.Sum([0], keepAxes: true) + Epsilon)));
    }
}
