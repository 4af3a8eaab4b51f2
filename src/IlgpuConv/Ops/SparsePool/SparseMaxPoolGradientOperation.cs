using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Gives each window's number to the site that won it, or takes it from there: the two maps are each other's gradient.
/// </summary>
internal sealed class SparseMaxPoolGradientOperation(RowMap windows, bool toWinners) : Operation
{
    /// <inheritdoc/>
    public override string Name => toWinners ? "sparse maxpool gradient" : "sparse maxpool winners";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], winners = inputs[1];
        RowMap map = toWinners ? windows.Transposed : windows;
        int channels = x.Shape[1];
        Tensor y = Tensor.Empty([map.Destinations, channels], x.Type, x.Device);
        Save(0, winners);
        if (y.Shape.Elements == 0) return y;
        LaunchGrid grid = RowMapOperation.Grid(map.Destinations, channels);
        BufferView begins = map.Begins.On(x.Device).View, rows = map.Rows.On(x.Device).View;
        var args = new RowMapArgs(channels, map.Destinations, x.Pitch);
        if (toWinners) RowMapKernelsLaunch.GiveToWinners(x.Device, grid, x.View, winners.View, begins, rows, y.View, args);
        else RowMapKernelsLaunch.TakeWinners(x.Device, grid, x.View, winners.View, begins, rows, y.View, args);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new SparseMaxPoolGradientOperation(windows, !toWinners).Apply(gradient, Saved(0)), null];
}
