using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Tensors one after the other along an axis, each written once, through the pitch; the gradients are slices.</summary>
internal sealed class ConcatOperation(int axis) : Operation
{
    private int[] _lengths = [];

    /// <inheritdoc/>
    public override string Name => "concat";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Of(Enumerable.Range(0, output.Shape.Rank).Select(a => new AxisLink(a, a, a == axis ? AxisMap.Shift(-_lengths.Take(input).Sum()) : AxisMap.Identity)));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor first = inputs[0];
        _lengths = new int[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            _lengths[i] = inputs[i].Shape.Rank == first.Shape.Rank ? inputs[i].Shape[axis] : 0;
            if (inputs[i].Type != first.Type || inputs[i].Shape.Rank != first.Shape.Rank || inputs[i].Shape.With(axis, 0) != first.Shape.With(axis, 0))
                throw new ArgumentException($"[concat] types and all sizes but that of axis {axis} must be equal. Got input 0 {first} and input {i} {inputs[i]}.");
        }
        Tensor y = Tensor.Empty(first.Shape.With(axis, _lengths.Sum()), first.Type, first.Device, first.Order);
        long[] strides = RowWalk.Strides(y.Layout, y.Shape);
        long offset = 0;
        foreach (Tensor x in inputs)
        {
            if (x.Order != y.Order) TensorCopy.CountConversion();
            TensorCopy.Strided(x, y, x.Shape, RowWalk.Strides(x.Layout, x.Shape), 0, strides, offset);
            offset += x.Shape[axis] * y.Layout.Stride(axis);
        }
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        var results = new Tensor?[_lengths.Length];
        int start = 0;
        for (int i = 0; i < results.Length; i++)
        {
            if (Needs(i)) results[i] = gradient.Slice(axis, start, _lengths[i]);
            start += _lengths[i];
        }
        return results;
    }
}
