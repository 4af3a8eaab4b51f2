using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = max(x, 0)</c>: <c>dx = dy where y &gt; 0</c>; the slope at 0 is 0.</summary>
internal sealed class ReluOperation : Operation
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Pointwise.CheckFloating(Name, inputs[0]);
        Tensor y = Pointwise.Unary(inputs[0], ReluKernelsLaunch.Forward);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ReluGateOperation().Apply(gradient, Saved(0).Detach())];
}

/// <summary><c>y = a where b &gt; 0, else 0</c>; linear in <c>a</c>, and its slope in <c>b</c> is 0.</summary>
internal sealed class ReluGateOperation : Operation
{
    private static readonly Pointwise.BinaryForms s_forms = new(ReluKernelsLaunch.Gate, null, null, ReluKernelsLaunch.GateAny);

    /// <inheritdoc/>
    public override string Name => "relu gate";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Save(0, inputs[1]);
        return Pointwise.Binary(Name, inputs[0], inputs[1], s_forms);
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ReluGateOperation().Apply(gradient, Saved(0))];
}
