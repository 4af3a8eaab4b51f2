using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Resize; linear, so its gradient is <see cref="ResizeAdjointOperation"/>, and the other way round.</summary>
internal sealed class ResizeOperation(ResizeShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "resize";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Empty(shape.Output, x.Type, x.Device);
        ResizeKernelsLaunch.Forward(x.Device, Grid(shape.Output), x.View, y.View, new ResizeArgs(shape, x.Pitch, y.Pitch));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new ResizeAdjointOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];

    /// <summary>Lanes over channels, one group along y for each row.</summary>
    internal static LaunchGrid Grid(Shape side) =>
        new(side[1], checked((int)(side.Elements / Math.Max(1, (long)side[1] * side[-1]))));
}

/// <summary>Gives each input the outputs that read it, times their weights.</summary>
internal sealed class ResizeAdjointOperation(ResizeShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "resize adjoint";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor dy = inputs[0], dx = Tensor.Empty(shape.Input, dy.Type, dy.Device);
        ResizeKernelsLaunch.Adjoint(dy.Device, ResizeOperation.Grid(shape.Input), dy.View, dx.View, new ResizeArgs(shape, dx.Pitch, dy.Pitch));
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ResizeOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}
