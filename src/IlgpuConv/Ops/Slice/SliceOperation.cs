using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Part of a tensor along one axis: a view along the contiguous and the slowest axis in memory, else a copy.</summary>
internal sealed class SliceOperation(int axis, int start, int length) : Operation
{
    private Shape _from = [];

    /// <inheritdoc/>
    public override string Name => "slice";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Of(Enumerable.Range(0, _from.Rank).Select(a => new AxisLink(a, a, a == axis ? AxisMap.Shift(start) : AxisMap.Identity)));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _from = x.Shape;
        Shape shape = x.Shape.With(axis, length);
        long offset = start * x.Layout.Stride(axis);
        if (axis == x.Layout.ContiguousAxis) return x.ViewAs(new Layout(shape, x.Order, x.Pitch), shape.Elements == 0 ? 0 : offset);
        if (IsSlowest(x.Layout)) return x.ViewAs(new Layout(shape, x.Order, x.Pitch), shape.Elements == 0 ? 0 : offset);
        Tensor y = Tensor.Empty(shape, x.Type, x.Device, x.Order);
        TensorCopy.Strided(x, y, shape, RowWalk.Strides(x.Layout, x.Shape), offset, RowWalk.Strides(y.Layout, shape), 0);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new PlaceOperation(_from, axis, start).Apply(gradient)];

    private bool IsSlowest(Layout layout)
    {
        foreach (int other in layout.MemoryAxes)
        {
            if (other == axis) return true;
            if (layout.Shape[other] != 1) return false;
        }
        return false;
    }
}
