using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Chooses between maps of the same shape for each channel of each image: <c>y = Σ_m a_m u_m</c> with
/// <c>a = softmax_m(W_m relu(BN(W z)))</c> and z the means of the channels of <c>Σ_m u_m</c>.
/// </summary>
/// <remarks>State: <c>fc_reduce.weight [d, C, 1, 1]</c>, <c>bn.*</c>, <c>fc_select.weight [M C, d, 1, 1]</c>, as in timm.</remarks>
public sealed class SelectiveKernelAttention : Module
{
    private readonly BatchNorm2d _norm;
    private readonly Conv2d _reduce, _select;
    private readonly bool _acceptsOneImage;

    /// <summary>Makes the attention; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of each map.</param>
    /// <param name="maps">The number of maps.</param>
    /// <param name="hidden">Features between the two layers.</param>
    /// <param name="acceptsOneImage">Whether one image in training is normalised by the running statistics.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public SelectiveKernelAttention(
        int channels, int maps, int hidden, bool acceptsOneImage = true, RandomGenerator? generator = null, Device? device = null)
    {
        if (maps < 1) throw new ArgumentException($"[selective kernel] there must be at least 1 map. Got {maps}.", nameof(maps));
        (Channels, Maps, _acceptsOneImage) = (channels, maps, acceptsOneImage);
        _reduce = AddModule("fc_reduce", new Conv2d(channels, hidden, 1, hasBias: false, generator: generator, device: device));
        _norm = AddModule("bn", new BatchNorm2d(hidden, device: device));
        _select = AddModule("fc_select", new Conv2d(hidden, checked(channels * maps), 1, hasBias: false, generator: generator, device: device));
    }

    /// <summary>Channels of each map.</summary>
    public int Channels { get; }

    /// <summary>The number of maps.</summary>
    public int Maps { get; }

    /// <summary>The choice of one map: its sum with itself, so only for an attention over one.</summary>
    public override Tensor Forward(Tensor input) => Combine([input]);

    /// <summary>The weighted sum of <paramref name="maps"/>.</summary>
    /// <exception cref="ArgumentException">The number of maps or a shape is not the attention's.</exception>
    public Tensor Combine(IReadOnlyList<Tensor> maps)
    {
        using var scope = new TensorScope();
        Tensor weights = Weights(maps);
        Tensor sum = maps[0] * weights.Slice(3, 0, 1);
        for (int m = 1; m < maps.Count; m++) sum += maps[m] * weights.Slice(3, m, 1);
        return scope.Keep(sum);
    }

    /// <summary>The weight of each map in each channel of each image, <c>[N, C, 1, M]</c>; they sum to 1 over M.</summary>
    /// <exception cref="ArgumentException">The number of maps or a shape is not the attention's.</exception>
    public Tensor Weights(IReadOnlyList<Tensor> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        Shape[] shapes = [.. maps.Select(m => m.Shape)];
        if (shapes.Length != Maps || Array.Exists(shapes, s => s.Rank != 4 || s[1] != Channels || s != shapes[0]))
            throw new ArgumentException($"[selective kernel] there must be {Maps} maps of one shape [N, {Channels}, H, W]. Got {string.Join(", ", shapes.AsEnumerable())}.", nameof(maps));
        using var scope = new TensorScope();
        Tensor sum = maps[0];
        for (int m = 1; m < maps.Count; m++) sum += maps[m];
        Tensor hidden = PooledNorm.Forward(_norm, _reduce.Forward(sum.GlobalAvgPool2d()), _acceptsOneImage).Relu();
        // The logits of an image lie map by map: a row of M pixels with C channels.
        Tensor logits = MemoryViewOperation.View(_select.Forward(hidden), [shapes[0][0], Channels, 1, Maps], MemoryOrder.ChannelsLast);
        return scope.Keep(logits.Softmax(3));
    }
}
