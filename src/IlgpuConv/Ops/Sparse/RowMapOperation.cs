using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary><c>y[i] = Σ x[rows of i]</c>; its gradient is the map turned round, so every order of derivative exists.</summary>
internal sealed class RowMapOperation(RowMap map, string name, SpatialMap? reads = null) : Operation
{
    /// <inheritdoc/>
    public override string Name => name;

    /// <summary>The grid of a map's kernels.</summary>
    public static LaunchGrid Grid(int rows, int channels) => new(channels, (rows + RowMapArgs.StripRows - 1) / RowMapArgs.StripRows);

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => reads ?? SpatialMap.Unknown(inputs[input].Shape);

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Tensor y = Tensor.Empty([map.Destinations, x.Shape[1]], x.Type, x.Device);
        if (y.Shape.Elements == 0) return y;
        RowMapKernelsLaunch.Sum(
            x.Device, Grid(map.Destinations, x.Shape[1]), x.View, map.Begins.On(x.Device).View, map.Rows.On(x.Device).View, y.View,
            new RowMapArgs(x.Shape[1], map.Destinations, x.Pitch));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new RowMapOperation(map.Transposed, name).Apply(gradient)];
}
