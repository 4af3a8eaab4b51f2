using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Channels numbered <c>((l A + a) B + b) R + r</c> numbered <c>((l B + b) A + a) R + r</c>: two factors of the channels change places. The
/// gradient is the way back.
/// </summary>
internal sealed class ChannelOrderOperation(int outer, int a, int b, int run) : Operation
{
    /// <inheritdoc/>
    public override string Name => "channel order";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = Pooling.ChannelsLast(inputs[0]);
        Tensor y = Tensor.Empty(x.Shape, x.Type, x.Device);
        if (x.Shape.Elements == 0) return y;
        Shape axes = [checked((int)(x.Shape.Elements / x.Shape[1])), outer, b, a, run];
        var layout = new Layout(axes, MemoryOrder.RowMajor);
        long[] from = [x.Pitch, (long)a * b * run, run, (long)b * run, 1];
        TensorCopy.Strided(x, y.ViewAs(layout), axes, from, 0, RowWalk.Strides(layout, axes), 0);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) => [new ChannelOrderOperation(outer, b, a, run).Apply(gradient)];
}
