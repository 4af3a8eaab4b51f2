using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = a + b</c>; the gradient of a broadcast is a sum.</summary>
internal sealed class AddOperation : Operation, IFinishing
{
    private static readonly Pointwise.BinaryForms s_forms = new(AccumulateKernelsLaunch.Add, ElementwiseKernelsLaunch.AddLeft, Commutes: true);

    private Shape _a = [], _b = [];

    /// <inheritdoc/>
    public override string Name => "add";

    /// <inheritdoc/>
    public Epilogue? EpilogueOf(int index, IReadOnlyList<Tensor> inputs) =>
        inputs[0].Shape == inputs[1].Shape ? new SumEpilogue(inputs[1 - index]) : null;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (_a, _b) = (inputs[0].Shape, inputs[1].Shape);
        return Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [Needs(0) ? gradient.SumTo(_a) : null, Needs(1) ? gradient.SumTo(_b) : null];
}

/// <summary><c>y = a - b</c>.</summary>
internal sealed class SubOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(ElementwiseKernelsLaunch.Sub, ElementwiseKernelsLaunch.SubLeft, ElementwiseKernelsLaunch.SubRight);

    private Shape _a = [], _b = [];

    /// <inheritdoc/>
    public override string Name => "sub";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (_a, _b) = (inputs[0].Shape, inputs[1].Shape);
        return Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [Needs(0) ? gradient.SumTo(_a) : null, Needs(1) ? gradient.SumTo(_b).Neg() : null];
}

/// <summary><c>y = a b</c>, element by element: <c>da = dy b</c>, <c>db = dy a</c>.</summary>
internal sealed class MulOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(ElementwiseKernelsLaunch.Mul, ElementwiseKernelsLaunch.MulLeft, Commutes: true);

    private Shape _a = [], _b = [];

    /// <inheritdoc/>
    public override string Name => "mul";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (_a, _b) = (inputs[0].Shape, inputs[1].Shape);
        if (Needs(1)) Save(0, inputs[0]);
        if (Needs(0)) Save(1, inputs[1]);
        return Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [Needs(0) ? gradient.Mul(Saved(1)).SumTo(_a) : null, Needs(1) ? gradient.Mul(Saved(0)).SumTo(_b) : null];
}

/// <summary><c>y = a / b</c>: <c>da = dy / b</c>, <c>db = -dy y / b</c>.</summary>
internal sealed class DivOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(ElementwiseKernelsLaunch.Div, ElementwiseKernelsLaunch.DivLeft, ElementwiseKernelsLaunch.DivRight);

    private Shape _a = [], _b = [];

    /// <inheritdoc/>
    public override string Name => "div";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        (_a, _b) = (inputs[0].Shape, inputs[1].Shape);
        Tensor y = Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);
        Save(0, inputs[1]);
        if (Needs(1)) Save(1, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor da = gradient.Div(Saved(0));
        return [Needs(0) ? da.SumTo(_a) : null, Needs(1) ? da.Mul(Saved(1)).SumTo(_b).Neg() : null];
    }
}
