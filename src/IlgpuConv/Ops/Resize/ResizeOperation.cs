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
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Spatial([.. Enumerable.Range(2, output.Shape.Rank - 2).Select(a => Reads(shape.Axis(output.Shape.Rank - a)))]);

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

    /// <summary>As if the axis had no end: at the ends a linear resize takes the last position instead.</summary>
    private static AxisMap Reads(ResizeAxis axis) => AxisMap.Proportional(axis.Input, axis.Output, o =>
    {
        int at = axis.Start + o * axis.Step, first = (int)Math.Floor((double)at / axis.Unit);
        return (first, axis.IsLinear == 1 && first * axis.Unit != at ? first + 1 : first);
    });

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
