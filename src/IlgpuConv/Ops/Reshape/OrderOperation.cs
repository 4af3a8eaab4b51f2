using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The same tensor with its elements dense in another order in memory; the gradient passes as it is.</summary>
internal sealed class OrderOperation(MemoryOrder order) : Operation
{
    /// <inheritdoc/>
    public override string Name => "order";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => TensorCopy.ToOrder(inputs[0], order);

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient];
}
