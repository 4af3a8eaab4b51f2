using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A mean with weights of its own for each pixel (ASFF, Liu et al. 2019): <c>y[p] = Σ_s a_s[p] x_s[p]</c>, <c>a[p]</c> the softmax over the maps
/// of a 1x1 convolution of what 1x1 convolutions take from each map.
/// </summary>
/// <remarks>State: <c>compress.s.weight [h, C, 1, 1]</c>, <c>select.weight [S, S h, 1, 1]</c>, and their biases.</remarks>
public sealed class PixelFusion : FusionRule
{
    private readonly Sequential _compress;
    private readonly Conv2d _select;
    private readonly int _channels;

    /// <summary>Makes the rule; first values as in PyTorch.</summary>
    /// <param name="maps">The number of maps.</param>
    /// <param name="channels">Channels of the maps.</param>
    /// <param name="hidden">What is taken from each map.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public PixelFusion(int maps, int channels, int hidden = 8, RandomGenerator? generator = null, Device? device = null)
    {
        _ = WeightShape(maps, channels);
        _channels = channels;
        _compress = AddModule("compress", new Sequential());
        for (int s = 0; s < maps; s++) _compress.Add(new Conv2d(channels, hidden, 1, generator: generator, device: device));
        _select = AddModule("select", new Conv2d(checked(maps * hidden), maps, 1, generator: generator, device: device));
    }

    /// <inheritdoc/>
    public override Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        using var scope = new TensorScope();
        Tensor weights = Weights(maps);
        Tensor sum = maps[0] * weights.Slice(1, 0, 1);
        for (int s = 1; s < maps.Count; s++) sum += maps[s] * weights.Slice(1, s, 1);
        return scope.Keep(sum);
    }

    /// <summary>The weight of each map at each pixel, <c>[N, S, H, W]</c>; they sum to 1 over S.</summary>
    /// <exception cref="ArgumentException">The number of maps or a shape is not the rule's.</exception>
    public Tensor Weights(IReadOnlyList<Tensor> maps)
    {
        Check(maps, _compress.Count, _channels);
        using var scope = new TensorScope();
        Tensor[] taken = [.. maps.Select((map, s) => _compress[s].Forward(map))];
        return scope.Keep(_select.Forward(Tensor.Concat(1, taken)).Softmax(1));
    }
}
