using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y</c> = the mean of each window; its gradient is <see cref="AvgPoolSpreadOperation"/>, and the other way round.</summary>
internal sealed class AvgPoolOperation(PoolShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "avgpool";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => PoolReads.Of(shape);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Tensor y = Tensor.Empty(shape.Output, x.Type, x.Device);
        LaunchGrid grid = Pooling.Grid(shape.Input, shape.Rows.Output);
        AvgPoolKernelsLaunch.Forward(x.Device, grid, x.View, y.View, new PoolArgs(shape, x.Pitch, y.Pitch));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new AvgPoolSpreadOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}

/// <summary>Spreads each window's number evenly over its elements.</summary>
internal sealed class AvgPoolSpreadOperation(PoolShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "avgpool spread";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor dy = inputs[0];
        Tensor dx = Tensor.Empty(shape.Input, dy.Type, dy.Device);
        LaunchGrid grid = Pooling.Grid(shape.Input, shape.Rows.Input);
        AvgPoolKernelsLaunch.Spread(dy.Device, grid, dy.View, dx.View, new PoolArgs(shape, dx.Pitch, dy.Pitch));
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new AvgPoolOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}
