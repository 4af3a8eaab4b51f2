using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, o, p] = bias[o] + Σ_{c, t} w[o, c, t] x[n, c, p stride + (t - centre) d(o)]</c>. <c>dx = D(dy, w)</c> and <c>dw = W(x, dy)</c> are the
/// operations below; the three are closed under differentiation, so every order of derivative exists.
/// </summary>
internal sealed class InceptionConvOperation(InceptionConvShape shape) : Operation
{
    private bool _isBiased;

    /// <inheritdoc/>
    public override string Name => "inception conv";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    public override double Flops => 2 * shape.MultiplyAdds + (_isBiased ? shape.Output.Elements : 0);

    /// <inheritdoc/>
    public override double ColumnElements => (double)shape.Input[0] * shape.Input[1] * shape.Taps * shape.Output[2] * shape.Output[3];

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => input != 0 ? SpatialMap.Everything
        : shape.Runs.Select(run => ConvReads.Forward(shape.OfRun(run))).Aggregate((all, run) => all.Or(run));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        _isBiased = inputs.Length > 2;
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return InceptionConvRun.Forward(shape, inputs[0], inputs[1], inputs.Length > 2 ? inputs[2] : null);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new InceptionConvInputGradientOperation(shape).Apply(gradient, Saved(0)) : null,
        Needs(1) ? new InceptionConvWeightGradientOperation(shape).Apply(Saved(1), gradient) : null,
        Needs(2) ? gradient.Sum([0, 2, 3]) : null,
    ];
}

/// <summary><c>dx = D(dy, w)</c>; for a cotangent g of it <c>ddy = conv(g, w)</c>, <c>dw = W(g, dy)</c>.</summary>
internal sealed class InceptionConvInputGradientOperation(InceptionConvShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "inception conv input gradient";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return InceptionConvRun.InputGradient(shape, inputs[0], inputs[1]);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new InceptionConvOperation(shape).Apply(gradient, Saved(0)) : null,
        Needs(1) ? new InceptionConvWeightGradientOperation(shape).Apply(gradient, Saved(1)) : null,
    ];
}

/// <summary><c>dw = W(x, dy)</c>; for a cotangent g of it <c>dx = D(dy, g)</c>, <c>ddy = conv(x, g)</c>.</summary>
internal sealed class InceptionConvWeightGradientOperation(InceptionConvShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "inception conv weight gradient";

    /// <inheritdoc/>
    public override double MultiplyAdds => shape.MultiplyAdds;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        if (Needs(0)) Save(0, inputs[1]);
        if (Needs(1)) Save(1, inputs[0]);
        return InceptionConvRun.WeightGradient(shape, inputs[0], inputs[1]);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
    [
        Needs(0) ? new InceptionConvInputGradientOperation(shape).Apply(Saved(0), gradient) : null,
        Needs(1) ? new InceptionConvOperation(shape).Apply(Saved(1), gradient) : null,
    ];
}
