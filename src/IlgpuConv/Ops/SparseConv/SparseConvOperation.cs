using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[q, o] = bias[o] + Σ_{t, c} w[o, c, t] x[p, c]</c> over the pairs (p, q) of each tap t. <c>dx</c> and <c>dw</c> are the operations
/// <see cref="SparseConvInputGradientOperation"/> and <see cref="SparseConvWeightGradientOperation"/>, <c>dbias = Σ_q dy</c>: the three are closed
/// under differentiation, so every order of derivative exists.
/// </summary>
internal sealed class SparseConvOperation(SparseConvShape shape) : Operation
{
    private bool _isBiased;

    /// <inheritdoc/>
    public override string Name => "sparse conv";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    public override double Flops => 2 * shape.MultiplyAdds + (_isBiased ? (double)shape.Rulebook.Output.Count * shape.OutChannels : 0);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? SparseReads.Windows(shape.Rulebook) : SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _isBiased = inputs.Length > 2;
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return SparseConvRun.Forward(shape, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new SparseConvInputGradientOperation(shape).Apply(gradient, Saved(0)) : null,
        Needs(1) ? new SparseConvWeightGradientOperation(shape).Apply(Saved(1), gradient) : null,
        Needs(2) ? gradient.Sum([0]) : null,
    ];
}
