using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>What routers and attentions look at: the mean of each channel of each sample.</summary>
internal static class ChannelMeans
{
    /// <summary><c>[N, C]</c> of <c>[N, C, W]</c> or <c>[N, C, H, W]</c>.</summary>
    public static Tensor Of(Tensor input)
    {
        Tensor pooled = input.Shape.Rank == 3 ? input.AdaptiveAvgPool1d(1) : input.GlobalAvgPool2d();
        return MemoryViewOperation.View(pooled, [input.Shape[0], input.Shape[1]], MemoryOrder.RowMajor);
    }
}
