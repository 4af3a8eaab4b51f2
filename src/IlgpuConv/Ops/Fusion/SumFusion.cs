using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sum of the maps, <c>y = Σ_s x_s</c>.</summary>
public sealed class SumFusion : FusionRule
{
    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        Check(maps);
        using var scope = new TensorScope();
        Tensor sum = maps[0];
        for (int s = 1; s < maps.Count; s++) sum += maps[s];
        return scope.Keep(sum);
    }
}
