using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[q]</c> = the largest of the active sites of each window. Once the winners are known it is linear: its gradient is
/// <see cref="SparseMaxPoolGradientOperation"/>, so every order of derivative exists.
/// </summary>
internal sealed class SparseMaxPoolOperation(RowMap windows, SpatialMap reads) : Operation
{
    /// <inheritdoc/>
    public override string Name => "sparse maxpool";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => reads;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        int channels = x.Shape[1];
        Tensor y = Tensor.Empty([windows.Destinations, channels], x.Type, x.Device);
        Tensor winners = Tensor.Empty(y.Shape, ElementType.Int32, x.Device);
        if (y.Shape.Elements > 0)
        {
            RowMapKernelsLaunch.Max(
                x.Device, RowMapOperation.Grid(windows.Destinations, channels), x.View, windows.Begins.On(x.Device).View, windows.Rows.On(x.Device).View,
                y.View, winners.View, new RowMapArgs(channels, windows.Destinations, x.Pitch));
        }
        Save(0, winners);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new SparseMaxPoolGradientOperation(windows, toWinners: true).Apply(gradient, Saved(0))];
}
