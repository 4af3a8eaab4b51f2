using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Lets layers of images take signals: a signal <c>[N, C, W]</c> is an image of one row, in the same memory.</summary>
internal static class SignalView
{
    /// <summary>What <paramref name="layer"/> makes of an image, or of a signal, which comes out as one again.</summary>
    public static Tensor Through(Tensor input, Func<Tensor, Tensor> layer)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 3) return layer(input);
        Tensor y = layer(Image(input));
        return MemoryViewOperation.View(y, [y.Shape[0], y.Shape[1], y.Shape[3]], MemoryOrder.ChannelsLast);
    }

    /// <summary>A signal as an image of one row; an image as it is.</summary>
    public static Tensor Image(Tensor input) => input.Shape.Rank != 3
        ? input
        : MemoryViewOperation.View(Pooling.ChannelsLast(input), [input.Shape[0], input.Shape[1], 1, input.Shape[2]], MemoryOrder.ChannelsLast);
}
