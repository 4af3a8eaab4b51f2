using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Zeros of a shape with a tensor placed along one axis: the gradient of a slice, whose own gradient is the slice.</summary>
internal sealed class PlaceOperation(Shape shape, int axis, int start) : Operation
{
    private int _length;

    /// <inheritdoc/>
    public override string Name => "place";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Of(Enumerable.Range(0, shape.Rank).Select(a => new AxisLink(a, a, a == axis ? AxisMap.Shift(-start) : AxisMap.Identity)));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _length = x.Shape[axis];
        Tensor y = Tensor.Zeros(shape, x.Type, x.Device, x.Order);
        TensorCopy.Strided(
            x, y, x.Shape, RowWalk.Strides(x.Layout, x.Shape), 0, RowWalk.Strides(y.Layout, shape), start * y.Layout.Stride(axis));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new SliceOperation(axis, start, _length).Apply(gradient)];
}
