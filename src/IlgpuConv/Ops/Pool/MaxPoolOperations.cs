using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y</c> = the largest of each window. Once the winners are known it is linear: its gradient is <see cref="MaxPoolScatterOperation"/>,
/// whose own is <see cref="MaxPoolSelectOperation"/>, so every order of derivative exists.
/// </summary>
internal sealed class MaxPoolOperation(PoolShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "maxpool";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => PoolReads.Of(shape);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Tensor y = Tensor.Empty(shape.Output, x.Type, x.Device);
        Tensor taps = Tensor.Empty(shape.Output, ElementType.Int32, x.Device);
        var args = new PoolArgs(shape, x.Pitch, y.Pitch);
        LaunchGrid grid = Pooling.Grid(shape.Input, shape.Rows.Output);
        if (shape.IsQuads) MaxPoolQuadKernelsLaunch.Forward(x.Device, grid, x.View, y.View, taps.View, args);
        else MaxPoolKernelsLaunch.Forward(x.Device, grid, x.View, y.View, taps.View, args);
        Save(0, taps);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new MaxPoolScatterOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0))];
}

/// <summary>Gives each window's number to the element that won it.</summary>
internal sealed class MaxPoolScatterOperation(PoolShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "maxpool scatter";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor dy = inputs[0], taps = inputs[1];
        Tensor dx = Tensor.Empty(shape.Input, dy.Type, dy.Device);
        var args = new PoolArgs(shape, dx.Pitch, dy.Pitch);
        if (shape.IsQuads) MaxPoolQuadKernelsLaunch.Scatter(dy.Device, Pooling.Grid(shape.Input, (shape.Rows.Input + 1) / 2), dy.View, taps.View, dx.View, args);
        else MaxPoolKernelsLaunch.Scatter(dy.Device, Pooling.Grid(shape.Input, shape.Rows.Input), dy.View, taps.View, dx.View, args);
        Save(0, taps);
        return dx;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new MaxPoolSelectOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0)), null];
}

/// <summary>Takes from each window the element that once won it.</summary>
internal sealed class MaxPoolSelectOperation(PoolShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "maxpool select";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], taps = inputs[1];
        Tensor y = Tensor.Empty(shape.Output, x.Type, x.Device);
        MaxPoolKernelsLaunch.Select(
            x.Device, Pooling.Grid(shape.Input, shape.Rows.Output), x.View, taps.View, y.View, new PoolArgs(shape, x.Pitch, y.Pitch));
        Save(0, taps);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new MaxPoolScatterOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast), Saved(0)), null];
}
