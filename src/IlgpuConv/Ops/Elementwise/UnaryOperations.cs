using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = exp(a)</c>: <c>da = dy y</c>.</summary>
internal sealed class ExpOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "exp";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Exp);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Mul(Saved(0))];
}

/// <summary><c>y = ln(a)</c>: <c>da = dy / a</c>.</summary>
internal sealed class LogOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Save(0, inputs[0]);
        return Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Log);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Div(Saved(0))];
}

/// <summary><c>y = √a</c>: <c>da = dy / (2 y)</c>.</summary>
internal sealed class SqrtOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "sqrt";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Sqrt);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Div(Saved(0)).Mul(0.5)];
}

/// <summary><c>y = a²</c>: <c>da = 2 dy a</c>.</summary>
internal sealed class SquareOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "square";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Save(0, inputs[0]);
        return Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Square);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Mul(Saved(0)).Mul(2)];
}

/// <summary><c>y = 1 / a</c>: <c>da = -dy y²</c>.</summary>
internal sealed class ReciprocalOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "reciprocal";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Reciprocal);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Mul(Saved(0).Square()).Neg()];
}

/// <summary><c>y = 1 / (1 + exp(-a))</c>: <c>da = dy (y - y²)</c>.</summary>
internal sealed class SigmoidOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "sigmoid";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Sigmoid);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Mul(Saved(0).Sub(Saved(0).Square()))];
}

/// <summary><c>y = tanh(a)</c>: <c>da = dy (1 - y²)</c>.</summary>
internal sealed class TanhOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], UnaryKernelsLaunch.Tanh);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.Mul(Saved(0).Square().Affine(-1, 1))];
}
