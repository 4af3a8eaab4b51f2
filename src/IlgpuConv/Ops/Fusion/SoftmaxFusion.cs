using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A mean with learned weights, <c>y = Σ_s a_s x_s</c>, <c>a = softmax(w)</c>; it starts as the plain mean.
/// </summary>
/// <remarks>State: <c>weight [S]</c>, or <c>[S, C, 1, 1]</c> with a weight for each channel.</remarks>
public sealed class SoftmaxFusion : FusionRule
{
    private readonly int? _channels;

    /// <summary>Makes the rule.</summary>
    /// <param name="maps">The number of maps.</param>
    /// <param name="channels">Channels of the maps where each has weights of its own, or null.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public SoftmaxFusion(int maps, int? channels = null, Device? device = null)
    {
        _channels = channels;
        Weight = AddParameter("weight", Initialize.Zeros(WeightShape(maps, channels), device: device));
    }

    /// <summary>What the weights are the softmax of.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        Check(maps, Weight.Value.Shape[0], _channels);
        using var scope = new TensorScope();
        return scope.Keep(Weighted(maps, Weight.Value.Softmax(0)));
    }
}
