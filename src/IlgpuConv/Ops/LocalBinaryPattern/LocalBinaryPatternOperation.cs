using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Codes of neighbourhoods: steps, whose derivative is 0 wherever there is one, so that no gradient flows.</summary>
internal sealed class LocalBinaryPatternOperation(int radius) : Operation
{
    /// <inheritdoc/>
    public override string Name => "local binary pattern";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) =>
        SpatialMap.Spatial(AxisMap.Taps(3, 1, 0, radius), AxisMap.Taps(3, 1, 0, radius));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0].InOrder(MemoryOrder.ChannelsLast).Contiguous();
        (int batch, int channels, int height, int width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        int rows = height - 2 * radius, columns = checked((width - 2 * radius) * channels);
        Tensor y = Tensor.Empty([batch, channels, rows, width - 2 * radius], x.Type, x.Device);
        LocalBinaryPatternKernelsLaunch.Codes(
            x.Device, new LaunchGrid(columns, checked(batch * rows)), x.View, y.View, columns, rows, height, checked(width * channels), checked(radius * width * channels),
            checked(radius * channels));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [null];
}
