using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>How maps of one shape become one map. A new rule is a new subclass.</summary>
public abstract class FusionRule : Module
{
    /// <summary>The map that <paramref name="maps"/> become.</summary>
    /// <param name="maps">Maps of one shape <c>[N, C, H, W]</c>.</param>
    /// <exception cref="ArgumentException">The number of maps or a shape does not fit.</exception>
    public abstract Tensor Combine(IReadOnlyList<Tensor> maps);

    /// <summary>What one map alone becomes.</summary>
    public override Tensor Forward(Tensor input) => Combine([input]);

    /// <summary>Channels of the result for maps of <paramref name="channels"/> channels.</summary>
    public virtual int OutChannels(int channels, int maps) => channels;

    /// <summary>Checks that there are as many maps as the rule is for, or any number but none, and that they have one shape.</summary>
    private protected static void Check(IReadOnlyList<Tensor> maps, int? count = null, int? channels = null)
    {
        ArgumentNullException.ThrowIfNull(maps);
        Shape[] shapes = [.. maps.Select(m => m.Shape)];
        bool fits = shapes.Length > 0 && (count ?? shapes.Length) == shapes.Length;
        if (fits && !Array.Exists(shapes, s => s.Rank != 4 || s != shapes[0] || s[1] != (channels ?? s[1]))) return;
        throw new ArgumentException(
            $"[fusion] the rule needs {(count is null ? "one or more" : count)} maps of one shape [N, {(channels is null ? "C" : channels)}, H, W]. " +
            $"Got {(shapes.Length == 0 ? "none" : string.Join(", ", shapes.AsEnumerable()))}.",
            nameof(maps));
    }

    /// <summary><c>Σ_s w_s x_s</c>, the weights along the first axis of <paramref name="weights"/>.</summary>
    private protected static Tensor Weighted(IReadOnlyList<Tensor> maps, Tensor weights)
    {
        Tensor sum = maps[0] * weights.Slice(0, 0, 1);
        for (int s = 1; s < maps.Count; s++) sum += maps[s] * weights.Slice(0, s, 1);
        return sum;
    }

    /// <summary>The shape of learned weights: one for each map, or one for each channel of each map.</summary>
    private protected static Shape WeightShape(int maps, int? channels)
    {
        if (maps < 1 || channels < 1)
            throw new ArgumentException($"[fusion] there must be at least one map and one channel. Got {maps} maps, {(channels is null ? "no" : channels)} channels.");
        return channels is null ? [maps] : [maps, channels.Value, 1, 1];
    }
}
