using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>w' = B(ρ) w</c> with a learned radius, or with a derivative of B, or with its transpose. <c>dw = Bᵀ dy</c>, <c>dρ = Σ dy (B' w)</c>: both are
/// again such operations, so every order exists.
/// </summary>
/// <param name="angles">At which angles the taps lie.</param>
/// <param name="order">Which derivative of B by ρ.</param>
/// <param name="isAdjoint">Whether the map is the transposed one.</param>
internal sealed class CircleRemapOperation(CircleAngles angles, int order = 0, bool isAdjoint = false) : Operation
{
    /// <inheritdoc/>
    public override string Name => "circle remap";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (Tensor weight, Tensor radius) = (inputs[0], inputs[1]);
        Save(0, weight);
        Save(1, radius);
        TapMatrix matrix = CircleTaps.Derivative(weight.Shape[2], angles, radius.ToDoubles()[0], order);
        return TapRemapOperation.Run(weight, matrix.On(weight.Device, weight.Type, isAdjoint), [weight.Shape[2], weight.Shape[3]]);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        (Tensor weight, Tensor radius) = (Saved(0), Saved(1));
        return
        [
            Needs(0) ? new CircleRemapOperation(angles, order, !isAdjoint).Apply(gradient, radius) : null,
            Needs(1) ? (gradient * new CircleRemapOperation(angles, order + 1, isAdjoint).Apply(weight, radius)).Sum().Reshape(radius.Shape) : null,
        ];
    }
}
