using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The maps one after the other along the channels.</summary>
public sealed class ConcatFusion : FusionRule
{
    /// <inheritdoc/>
    public override int OutChannels(int channels, int maps) => checked(channels * maps);

    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        Check(maps);
        return Tensor.Concat(1, [.. maps]);
    }
}
