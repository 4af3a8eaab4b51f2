using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Repeats axes of size 1; the gradient is the sum over them.</summary>
internal sealed class ExpandOperation(Shape shape) : Operation
{
    private Shape _from = [];

    /// <inheritdoc/>
    public override string Name => "expand";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        _from = x.Shape;
        if (Pointwise.BroadcastShape(Name, x.Shape, shape) != shape)
            throw new ArgumentException($"[expand] only sizes of 1 can be repeated. Got {x.Shape} to {shape}.");
        Tensor y = Tensor.Empty(shape, x.Type, x.Device, x.Order);
        TensorCopy.Strided(x, y, shape, RowWalk.Strides(x.Layout, shape), 0, RowWalk.Strides(y.Layout, shape), 0);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [gradient.SumTo(_from)];
}
