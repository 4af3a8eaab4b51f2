using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Images to columns; its gradient is <see cref="FoldOperation"/>, and the other way round.</summary>
internal sealed class UnfoldOperation(UnfoldShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "unfold";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => UnfoldReads.Columns(shape);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], columns = Tensor.Empty(shape.Output, x.Type, x.Device);
        UnfoldKernelsLaunch.Unfold(
            x.Device, new LaunchGrid(shape.Output[1], shape.Image[0] * shape.Rows), x.View, columns.View,
            new UnfoldArgs(shape, x.Pitch, columns.Pitch));
        return columns;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new FoldOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}

/// <summary>Columns to images, what overlaps added.</summary>
internal sealed class FoldOperation(UnfoldShape shape) : Operation
{
    /// <inheritdoc/>
    public override string Name => "fold";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => UnfoldReads.Image(shape);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor columns = inputs[0], x = Tensor.Empty(shape.Image, columns.Type, columns.Device);
        UnfoldKernelsLaunch.Fold(
            columns.Device, new LaunchGrid(shape.Image[1], shape.Image[0] * shape.Image[2]), columns.View, x.View,
            new UnfoldArgs(shape, x.Pitch, columns.Pitch));
        return x;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new UnfoldOperation(shape).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}
