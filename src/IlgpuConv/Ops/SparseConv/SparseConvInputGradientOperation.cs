using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The input gradient <c>dx[p, c] = Σ_{t, o} w[o, c, t] dy[q, o]</c> over the pairs (p, q): also the inverse and the transposed convolution, which
/// may have a bias. For a cotangent g of dx: <c>ddy = conv(g, w)</c>, <c>dw = W(g, dy)</c>, <c>dbias = Σ_p g</c>.
/// </summary>
internal sealed class SparseConvInputGradientOperation(SparseConvShape shape) : Operation
{
    private bool _isBiased;

    /// <inheritdoc/>
    public override string Name => "sparse conv input gradient";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    public override double Flops => 2 * shape.MultiplyAdds + (_isBiased ? (double)shape.Rulebook.Input.Count * shape.InChannels : 0);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        input == 0 ? SparseReads.Reversed(shape.Rulebook) : SpatialMap.Everything;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _isBiased = inputs.Length > 2;
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return SparseConvRun.InputGradient(shape, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new SparseConvOperation(shape).Apply(gradient, Saved(0)) : null,
        Needs(1) ? new SparseConvWeightGradientOperation(shape).Apply(gradient, Saved(1)) : null,
        Needs(2) ? gradient.Sum([0]) : null,
    ];
}
