using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y = exp(x) / Σ exp(x)</c> along the contiguous axis: <c>dx = y (dy - Σ dy y)</c>.</summary>
internal sealed class SoftmaxOperation : Operation
{
    private int _axis;

    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = x.EmptyLike();
        _axis = x.Layout.ContiguousAxis;
        if (x.Shape.Elements > 0)
            SoftmaxKernelsLaunch.Forward(x.Device, new LaunchGrid(x.Layout.Rows), x.View, y.View, (int)x.Layout.Rows, x.Layout.Inner, x.Pitch);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient)
    {
        Tensor y = Saved(0);
        return [y.Mul(gradient.Sub(gradient.Mul(y).Sum([_axis], keepAxes: true)))];
    }
}

/// <summary><c>y = x - log Σ exp(x)</c> along the contiguous axis: <c>dx = dy - exp(y) Σ dy</c>.</summary>
internal sealed class LogSoftmaxOperation : Operation
{
    private int _axis;

    /// <inheritdoc/>
    public override string Name => "log softmax";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = x.EmptyLike();
        _axis = x.Layout.ContiguousAxis;
        if (x.Shape.Elements > 0)
            SoftmaxKernelsLaunch.LogForward(x.Device, new LaunchGrid(x.Layout.Rows), x.View, y.View, (int)x.Layout.Rows, x.Layout.Inner, x.Pitch);
        Save(0, y);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [gradient.Sub(Saved(0).Exp().Mul(gradient.Sum([_axis], keepAxes: true)))];
}
