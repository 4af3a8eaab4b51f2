using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = a s(b)</c> where <c>s</c> is constant in pieces: linear in <c>a</c>, and its slope in <c>b</c> is 0.</summary>
internal sealed class GateOperation(string function, Pointwise.BinaryLaunch launch) : Operation
{
    /// <inheritdoc/>
    public override string Name => $"{function} gate";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Save(0, inputs[1]);
        return Pointwise.Binary(Name, inputs[0], inputs[1], new(launch));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new GateOperation(function, launch).Apply(gradient, Saved(0)), null];
}
