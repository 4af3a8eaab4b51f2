using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Fuses maps of several scales into one, <c>y = rule(align_0(x_0), align_1(x_1), ...)</c>: a 1x1 convolution where the channels differ, then
/// the reference map's size, then the rule, such as <see cref="SumFusion"/>, <see cref="SoftmaxFusion"/> or <see cref="AttentionFusion"/>.
/// </summary>
/// <remarks>State: <c>align.s.weight</c> and <c>align.s.bias</c> where map s is projected, or <c>align.s.0.weight</c>,
/// <c>align.s.1.weight</c> and so on where strided convolutions halve it, and <c>rule.*</c>.</remarks>
public sealed class MultiScaleFusion2d : Module
{
    private readonly MultiScaleFusionOptions _options;
    private readonly int[] _channels;
    private readonly Module?[] _align;

    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of each map.</param>
    /// <param name="outChannels">Channels that each map has when it is combined.</param>
    /// <param name="rule">How the aligned maps are combined.</param>
    /// <param name="options">How they are aligned; null for the first map's size and the nearest pixel.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">There is no map, a number is below 1, or the reference is none of the maps.</exception>
    public MultiScaleFusion2d(
        IReadOnlyList<int> channels, int outChannels, FusionRule rule, MultiScaleFusionOptions? options = null, RandomGenerator? generator = null,
        Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(channels);
        ArgumentNullException.ThrowIfNull(rule);
        _options = options ?? new MultiScaleFusionOptions();
        _channels = [.. channels];
        if (_channels.Length == 0 || _channels.Min() < 1 || outChannels < 1 || _options.Reference < 0 || _options.Reference >= _channels.Length)
        {
            throw new ArgumentException(
                $"[fusion] there must be maps of at least 1 channel, and the reference one of them. Got channels [{string.Join(", ", _channels)}] to {outChannels}, reference {_options.Reference}.",
                nameof(channels));
        }
        IReadOnlyList<int> halvings = Halvings();
        var align = AddModule("align", new Sequential());
        _align = new Module?[_channels.Length];
        for (int s = 0; s < _channels.Length; s++)
        {
            if (halvings[s] == 0 && _channels[s] == outChannels && !_options.AlwaysProjects) continue;
            _align[s] = halvings[s] == 0
                ? new Conv2d(_channels[s], outChannels, 1, generator: generator, device: device)
                : new Sequential([.. Enumerable.Range(0, halvings[s]).Select(i => new Conv2d(
                    i == 0 ? _channels[s] : outChannels, outChannels, 3, 2, 1, generator: generator, device: device))]);
            align.Add(_align[s]!, $"{s}");
        }
        Rule = AddModule("rule", rule);
        OutChannels = rule.OutChannels(outChannels, _channels.Length);
    }

    /// <summary>How the aligned maps are combined.</summary>
    public FusionRule Rule { get; }

    /// <summary>Channels of the result.</summary>
    public int OutChannels { get; }

    /// <summary>What one map becomes, for a layer of one; several go through <see cref="Fuse"/>.</summary>
    /// <exception cref="ArgumentException">The layer is for several maps.</exception>
    public override Tensor Forward(Tensor input) => Fuse([input]);

    /// <summary>The fused map.</summary>
    /// <param name="maps">Maps <c>[N, C_s, H_s, W_s]</c>.</param>
    /// <returns><c>[N, outChannels, H, W]</c> with the size of the reference map; of <see cref="ConcatFusion"/> the channels of all.</returns>
    /// <exception cref="ArgumentException">The number of maps, their images or their channels are not the layer's.</exception>
    public Tensor Fuse(IReadOnlyList<Tensor> maps)
    {
        using var scope = new TensorScope();
        return scope.Keep(Rule.Combine(Align(maps)));
    }

    /// <summary>The maps with the same channels and size.</summary>
    /// <exception cref="ArgumentException">The number of maps, their images or their channels are not the layer's.</exception>
    public Tensor[] Align(IReadOnlyList<Tensor> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        Shape[] shapes = [.. maps.Select(m => m.Shape)];
        bool fits = shapes.Length == _channels.Length && !shapes.Where((s, i) => s.Rank != 4 || s[1] != _channels[i] || s[0] != shapes[0][0]).Any();
        if (!fits)
        {
            throw new ArgumentException(
                $"[fusion] the layer fuses {_channels.Length} maps [N, C, H, W] with channels [{string.Join(", ", _channels)}]. Got {string.Join(", ", shapes.AsEnumerable())}.",
                nameof(maps));
        }
        Shape reference = shapes[_options.Reference];
        return [.. maps.Select((map, s) => ToSize(_align[s]?.Forward(map) ?? map, reference[2], reference[3]))];
    }

    private IReadOnlyList<int> Halvings()
    {
        bool isStrided = _options.Downsampling == FusionDownsampling.StridedConvolution;
        IReadOnlyList<int> halvings = _options.Halvings ?? [.. _channels.Select(_ => 0)];
        if ((_options.Halvings is not null) == isStrided && halvings.Count == _channels.Length && halvings.Min() >= 0 && halvings[_options.Reference] == 0) return halvings;
        throw new ArgumentException(
            "[fusion] strided convolutions, and only they, need a number of halvings of at least 0 for each map, 0 for the reference. " +
            $"Got {_options.Downsampling}, halvings {(_options.Halvings is null ? "none" : $"[{string.Join(", ", _options.Halvings)}]")}, {_channels.Length} maps, reference {_options.Reference}.");
    }

    private Tensor ToSize(Tensor map, int height, int width)
    {
        (int fromHeight, int fromWidth) = (map.Shape[2], map.Shape[3]);
        if ((fromHeight, fromWidth) == (height, width)) return map;
        if (_options.Downsampling == FusionDownsampling.StridedConvolution && (fromHeight > height || fromWidth > width))
            throw new ArgumentException($"[fusion] strided convolutions must halve a map to the reference's size. Got {map.Shape} after them, to {height} x {width}.");
        if (_options.Downsampling is FusionDownsampling.Resize or FusionDownsampling.StridedConvolution || fromHeight < height || fromWidth < width) return map.Resize([height, width], _options.Resize);
        if (_options.Downsampling == FusionDownsampling.AveragePool) return map.AdaptiveAvgPool2d((height, width));
        if (fromHeight % height != 0 || fromWidth % width != 0)
            throw new ArgumentException($"[fusion] a map that is pooled by maxima must be a multiple of the reference's size. Got {map.Shape} to {height} x {width}.");
        return map.MaxPool2d((fromHeight / height, fromWidth / width));
    }
}
