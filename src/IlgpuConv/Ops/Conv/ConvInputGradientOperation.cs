using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The input gradient <c>dx = D(dy, w)</c> of a convolution, which is transposed convolution, and may then have a bias; the shape says
/// which of the sizes that the stride allows is meant. For a cotangent g of dx: <c>ddy = conv(g, w)</c>, <c>dw = W(g, dy)</c>, <c>dbias = Σ_p g</c>.
/// </summary>
internal sealed class ConvInputGradientOperation(ConvShape shape, string? name = null, ConvActivation activation = ConvActivation.None)
    : Operation, IFusible
{
    private bool _isBiased;

    /// <inheritdoc/>
    public override string Name => name ?? (shape.IsPerSample ? "per-sample conv input gradient" : "conv input gradient");

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.Flops / 2;

    /// <inheritdoc/>
    public override double Flops => shape.Flops + (_isBiased ? shape.Input.Elements : 0);

    /// <inheritdoc/>
    public override double ColumnElements => ConvReads.ColumnElements(shape);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => input == 0 ? ConvReads.InputGradient(shape) : SpatialMap.Everything;

    /// <inheritdoc/>
    public FusedForward Fuse(IReadOnlyList<Tensor> inputs, Func<Tensor, bool> isConstant) =>
        new FusedConv(shape, ConvDirection.InputGradient, inputs, activation, inputs.Skip(1).All(isConstant));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _isBiased = inputs.Length > 2;
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        // Without a name it is part of a backward, after which the filter changes.
        Tensor y = ConvRun.InputGradient(
            shape, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null, activation, keepsFilter: name is not null && !Needs(1));
        if (activation != ConvActivation.None) Save(2, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        if (activation != ConvActivation.None) gradient = ConvActivations.Backward(activation, gradient, Saved(2));
        return
        [
            Needs(0) ? new ConvOperation(shape).Apply(gradient, Saved(0)) : null,
            Needs(1) ? new ConvWeightGradientOperation(shape).Apply(gradient, Saved(1)) : null,
            Needs(2) ? gradient.Sum([.. Enumerable.Range(0, gradient.Shape.Rank).Where(axis => axis != 1)]) : null,
        ];
    }
}
