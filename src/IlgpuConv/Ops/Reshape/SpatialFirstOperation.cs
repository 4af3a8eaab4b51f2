using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>[N, C, spatial...]</c> as <c>[N, spatial... C]</c> and back: the elements stay where they are in memory, so it costs nothing.
/// Images are channels-last, weights <c>[O, I, kernel...]</c> in filter order.
/// </summary>
internal sealed class SpatialFirstOperation(Shape shape, MemoryOrder order) : Operation
{
    private Shape _from = [];

    /// <inheritdoc/>
    public override string Name => "spatial first";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Rearranged(new Layout(_from, order), new Layout(shape, order));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _from = x.Shape;
        if (!x.Layout.IsDense || x.Order != new Layout(x.Shape, order).Order) x = TensorCopy.ToOrder(x, order);
        return x.ViewAs(new Layout(shape, order));
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new SpatialFirstOperation(_from, order).Apply(gradient)];
}
