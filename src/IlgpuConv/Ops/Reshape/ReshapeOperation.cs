using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The same elements in logical order under another shape: a view where none has to move, else a counted copy.</summary>
/// <param name="shape">The new shape.</param>
/// <param name="preferred">The order of a view that several orders describe, or null for the input's.</param>
internal sealed class ReshapeOperation(Shape shape, MemoryOrder? preferred = null) : Operation
{
    private Shape _from = [];
    private MemoryOrder _order;

    /// <inheritdoc/>
    public override string Name => "reshape";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Rearranged(new Layout(_from, MemoryOrder.RowMajor), new Layout(shape, MemoryOrder.RowMajor));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _from = x.Shape;
        // With two axes channels-last is row-major: what such a tensor becomes is channels-last again.
        _order = x.Shape.Rank <= 2 && x.Order == MemoryOrder.RowMajor ? MemoryOrder.ChannelsLast : x.Order;
        if (x.Shape.Elements != shape.Elements)
            throw new ArgumentException($"[reshape] the number of elements must stay. Got {x.Shape} with {x.Shape.Elements} to {shape} with {shape.Elements}.");
        if (ReshapeLayout.View(x.Layout, shape, preferred ?? _order) is { } layout) return x.ViewAs(layout);
        return TensorCopy.ToOrder(x, MemoryOrder.RowMajor).ViewAs(new Layout(shape, MemoryOrder.RowMajor));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ReshapeOperation(_from, _order).Apply(gradient)];
}
