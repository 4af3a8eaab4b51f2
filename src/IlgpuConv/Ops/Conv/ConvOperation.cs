using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, o, p] = bias[o] + Σ_{c, t} w[o, c, t] x[n, c, p stride - low + t dilation]</c>; with one filter for each sample, w and bias have an
/// n too. <c>dx</c>, <c>dw</c> are the operations <see cref="ConvInputGradientOperation"/> and <see cref="ConvWeightGradientOperation"/>, and
/// <c>dbias = Σ_p dy</c>: the three are closed under differentiation, so every order of derivative exists.
/// A rectifier on top passes dy where y is not at an end of its range.
/// </summary>
internal sealed class ConvOperation(ConvShape shape, ConvActivation activation = ConvActivation.None) : Operation, IFusible
{
    private Shape? _bias;

    /// <inheritdoc/>
    public override string Name => shape.IsPerSample ? "per-sample conv" : "conv";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.Flops / 2;

    /// <inheritdoc/>
    public override double Flops => shape.Flops + (_bias is null ? 0 : shape.Output.Elements);

    /// <inheritdoc/>
    public override double ColumnElements => ConvReads.ColumnElements(shape);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => input == 0 ? ConvReads.Forward(shape) : SpatialMap.Everything;

    /// <inheritdoc/>
    public FusedForward Fuse(IReadOnlyList<Tensor> inputs, Func<Tensor, bool> isConstant) =>
        new FusedConv(shape, ConvDirection.Forward, inputs, activation, inputs.Skip(1).All(isConstant));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], weight = inputs[1];
        Tensor? bias = inputs.Length > 2 ? inputs[2] : null;
        _bias = bias?.Shape;
        if (Needs(0)) Save(0, weight);
        if (Needs(1)) Save(1, x);
        Tensor y = ConvRun.Forward(shape, x, weight, bias, activation, keepsFilter: !Needs(1));
        if (activation != ConvActivation.None) Save(2, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        if (activation != ConvActivation.None) gradient = ConvActivations.Backward(activation, gradient, Saved(2));
        return
        [
            Needs(0) ? new ConvInputGradientOperation(shape).Apply(gradient, Saved(0)) : null,
            Needs(1) ? new ConvWeightGradientOperation(shape).Apply(Saved(1), gradient) : null,
            Needs(2) ? gradient.Sum([.. Enumerable.Range(0, gradient.Shape.Rank).Where(axis => axis > 1 || (axis == 0 && _bias!.Rank == 1))]) : null,
        ];
    }
}
