using IlgpuConv.Autograd;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, c, h r + i, w r + j] = x[n, c r² + i r + j, h, w]</c>, or the way back; each is the gradient of the other. They are fold and unfold
/// with windows of r that do not overlap: the channels of a small image lie as the columns do.
/// </summary>
internal sealed class PixelShuffleOperation(int factor, bool isInverse) : Operation
{
    /// <inheritdoc/>
    public override string Name => isInverse ? "pixel unshuffle" : "pixel shuffle";

    /// <inheritdoc/>
    public override SpatialMap Reads(int input, IReadOnlyList<Layout> inputs, Layout output) => isInverse
        ? SpatialMap.Spatial(AxisMap.Taps(factor, factor, 0, 1), AxisMap.Taps(factor, factor, 0, 1))
        : SpatialMap.Spatial(AxisMap.Proportional(1, factor, _ => (0, 0)), AxisMap.Proportional(1, factor, _ => (0, 0)));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        Shape s = x.Shape;
        int square = factor * factor;
        Shape large = isInverse ? s : [s[0], s[1] / square, s[2] * factor, s[3] * factor];
        Shape small = isInverse ? [s[0], s[1] * square, s[2] / factor, s[3] / factor] : s;
        Tensor y = Tensor.Empty(isInverse ? small : large, x.Type, x.Device);
        var windows = new UnfoldShape(large, factor, 1, 0, factor);
        if (isInverse)
            UnfoldKernelsLaunch.Unfold(x.Device, new LaunchGrid(small[1], small[0] * small[2]), x.View, y.View, new UnfoldArgs(windows, x.Pitch, y.Pitch));
        else
            UnfoldKernelsLaunch.Fold(x.Device, new LaunchGrid(large[1], large[0] * large[2]), x.View, y.View, new UnfoldArgs(windows, y.Pitch, x.Pitch));
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new PixelShuffleOperation(factor, !isInverse).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}
