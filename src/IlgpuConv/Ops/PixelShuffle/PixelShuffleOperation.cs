using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// <c>y[n, c, h r + i, w r + j] = x[n, c r² + i r + j, h, w]</c>, or the way back; each is the gradient of the other. The elements are copied
/// as <c>[i, n h, w, j, c]</c>, in r launches.
/// </summary>
internal sealed class PixelShuffleOperation(int factor, bool isInverse) : Operation
{
    /// <inheritdoc/>
    public override string Name => isInverse ? "pixel unshuffle" : "pixel shuffle";

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        (int images, int channels, int height, int width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        int square = factor * factor;
        Shape shape = isInverse
            ? [images, channels * square, height / factor, width / factor]
            : [images, channels / square, height * factor, width * factor];
        Tensor y = Tensor.Empty(shape, x.Type, x.Device);
        (Tensor deep, Tensor wide) = isInverse ? (y, x) : (x, y);
        Shape walk = [factor, images * deep.Shape[2], deep.Shape[3], factor, wide.Shape[1]];
        long deepRow = (long)deep.Shape[3] * deep.Pitch, wideRow = (long)wide.Shape[3] * wide.Pitch;
        long[] deepStrides = [factor, deepRow, deep.Pitch, 1, square];
        long[] wideStrides = [wideRow, factor * wideRow, (long)factor * wide.Pitch, wide.Pitch, 1];
        (long[] from, long[] to) = isInverse ? (wideStrides, deepStrides) : (deepStrides, wideStrides);
        TensorCopy.Strided(x, y, walk, from, 0, to, 0, [0, 1, 2, 3, 4]);
        return y;
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor gradient) =>
        [new PixelShuffleOperation(factor, !isInverse).Apply(gradient.InOrder(MemoryOrder.ChannelsLast))];
}
