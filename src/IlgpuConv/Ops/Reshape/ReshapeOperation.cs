using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The same elements in logical order under another shape: a view where none has to move, else a counted copy.</summary>
internal sealed class ReshapeOperation(Shape shape) : Operation
{
    private Shape _from = [];

    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _from = x.Shape;
        if (x.Shape.Elements != shape.Elements)
            throw new ArgumentException($"[reshape] the number of elements must stay. Got {x.Shape} with {x.Shape.Elements} to {shape} with {shape.Elements}.");
        if (ReshapeLayout.View(x.Layout, shape) is { } layout) return x.ViewAs(layout);
        return TensorCopy.ToOrder(x, MemoryOrder.RowMajor).ViewAs(new Layout(shape, MemoryOrder.RowMajor));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ReshapeOperation(_from).Apply(gradient)];
}
