using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = exp(x) / Σ exp(x)</c> along an axis: <c>dx = y (dy - Σ dy y)</c>.</summary>
internal sealed class SoftmaxOperation(int axis) : Operation
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Across(output.Shape, axis);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = SoftmaxLaunch.Run(Name, inputs[0], axis, SoftmaxKernelsLaunch.Rows, SoftmaxKernelsLaunch.Across);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor y = Saved(0);
        return [y.Mul(gradient.Sub(gradient.Mul(y).Sum([axis], keepAxes: true)))];
    }
}

/// <summary><c>y = x - log Σ exp(x)</c> along an axis: <c>dx = dy - exp(y) Σ dy</c>.</summary>
internal sealed class LogSoftmaxOperation(int axis) : Operation
{
    /// <inheritdoc/>
    public override string Name => "log softmax";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => SpatialMap.Across(output.Shape, axis);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = SoftmaxLaunch.Run(Name, inputs[0], axis, SoftmaxKernelsLaunch.LogRows, SoftmaxKernelsLaunch.LogAcross);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [gradient.Sub(Saved(0).Exp().Mul(gradient.Sum([axis], keepAxes: true)))];
}

/// <summary>Picks the form of the kernel: contiguous rows, or rows across what lies inside the axis in memory.</summary>
internal static class SoftmaxLaunch
{
    public delegate void Rows(Device device, LaunchGrid grid, BufferView x, BufferView y, int rows, int columns, int pitch);

    public delegate void Across(Device device, LaunchGrid grid, BufferView x, BufferView y, int inner, int columns);

    public static Tensor Run(string name, Tensor x, int axis, Rows rows, Across across)
    {
        Pointwise.CheckFloating(name, x);
        Tensor y = x.EmptyLike();
        if (x.Shape.Elements == 0) return y;
        if (x.Layout.ContiguousAxis == axis)
        {
            rows(x.Device, new LaunchGrid(x.Layout.Rows), x.View, y.View, (int)x.Layout.Rows, x.Layout.Inner, x.Pitch);
            return y;
        }
        Tensor dense = x.Layout.IsDense ? x : TensorCopy.ToOrder(x, x.Order);
        int inner = (int)dense.Layout.Stride(axis), columns = x.Shape[axis];
        across(x.Device, new LaunchGrid(inner, (int)(x.Shape.Elements / inner / columns)), dense.View, y.View, inner, columns);
        return y;
    }
}
