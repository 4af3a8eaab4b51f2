using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The weight gradient <c>dw[o, c, t] = Σ x[p, c] dy[q, o]</c> over the pairs (p, q) of tap t. For a cotangent g of dw: <c>dx = D(dy, g)</c>,
/// <c>ddy = conv(x, g)</c>.
/// </summary>
internal sealed class SparseConvWeightGradientOperation(SparseConvShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "sparse conv weight gradient";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return SparseConvRun.WeightGradient(shape, inputs[0], inputs[1]);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new SparseConvInputGradientOperation(shape).Apply(Saved(0), gradient) : null,
        Needs(1) ? new SparseConvOperation(shape).Apply(Saved(1), gradient) : null,
    ];
}
