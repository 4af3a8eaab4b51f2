using IlgpuConv.Autograd;
using IlgpuConv.Inference;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y = f(x)</c>: <c>dx = dy f'</c>, by the function's kernel, or of operations where there is no kernel or a graph is asked for; so
/// every order of derivative exists.
/// </summary>
internal sealed class UnaryOperation(UnaryFunction function) : Operation, IFinishing
{
    /// <inheritdoc/>
    public override string Name => function.Name;

    /// <inheritdoc/>
    public Epilogue? EpilogueOf(int index, IReadOnlyList<Tensor> inputs) => function.OfSums is { } sums ? new FunctionEpilogue(sums) : null;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], function.Forward);
        Save(0, function.SavesOutput ? y : inputs[0]);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        if (function.Composed is { } composed && (GradientMode.IsOn || function.Gradient is null)) return [composed(gradient, Saved(0))];
        return [new GateOperation(Name, function.Gradient!).Apply(gradient, Saved(0).Detach())];
    }
}
