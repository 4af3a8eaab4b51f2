using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// PiDiNet, which finds edges: a convolution of pixel differences, four stages of residual blocks that halve the image between them, a map of
/// edges from each stage, and a weighted sum of the four. Without normalisation layers. Source: Su et al., "Pixel Difference Networks for Efficient
/// Edge Detection" (2021).
/// </summary>
/// <remarks>
/// State: the names of the authors' code, <c>init_block.weight</c>, <c>block1_1.conv1.weight</c>, ..., <c>classifier.bias</c>; those saved behind
/// a prefix such as <c>module.</c> need it taken off.
/// </remarks>
public sealed class PiDiNet : Module
{
    private static readonly int[] s_blocks = [3, 4, 4, 4];
    private static readonly int[] s_widths = [1, 2, 4, 4];
    private readonly Module _first;
    private readonly Module[][] _stages;
    private readonly Module[] _heads;
    private readonly Conv2d _classifier;

    /// <summary>Makes the network.</summary>
    /// <param name="options">The sizes; null for the tiny one.</param>
    /// <param name="isConverted">Whether its convolutions are ordinary ones, as <see cref="Convert"/> makes them.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is out of range.</exception>
    public PiDiNet(PiDiNetOptions? options = null, bool isConverted = false, RandomGenerator? generator = null, Device? device = null)
    {
        (Options, IsConverted) = (options ?? PiDiNetOptions.Tiny, isConverted);
        Options.Check();
        int channels = Options.Channels, next = 1;
        _first = AddModule("init_block", PiDiNetBlock.Difference(Options.Differences[0], 3, channels, 1, isConverted, generator, device));
        _stages = new Module[4][];
        for (int stage = 0; stage < 4; stage++)
        {
            _stages[stage] = new Module[s_blocks[stage]];
            for (int block = 0; block < s_blocks[stage]; block++)
            {
                int width = Options.Channels * s_widths[stage];
                _stages[stage][block] = AddModule($"block{stage + 1}_{block + 1}", new PiDiNetBlock(
                    Options.Differences[next++], channels, width, stage > 0 && block == 0, isConverted, generator, device));
                channels = width;
            }
        }
        _heads = Heads(generator, device);
        _classifier = AddModule("classifier", new Conv2d(4, 1, 1, generator: generator, device: device));
        _classifier.Weight.Value.Fill(0.25);
        _classifier.Bias!.Value.Fill(0);
    }

    /// <summary>The sizes.</summary>
    public PiDiNetOptions Options { get; }

    /// <summary>Whether its convolutions are ordinary ones.</summary>
    public bool IsConverted { get; }

    /// <summary>The probability that a pixel is on an edge, <c>[N, 1, H, W]</c>, of images <c>[N, 3, H, W]</c> from 8 x 8 on.</summary>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(Scores(input)[^1].Sigmoid());
    }

    /// <summary>
    /// What becomes probabilities by a sigmoid, <c>[N, 1, H, W]</c> each: the maps of the four stages, then their weighted sum. Training looks at all
    /// five.
    /// </summary>
    /// <exception cref="ArgumentException">The input is not <c>[N, 3, H, W]</c> with H and W of at least 8.</exception>
    public IReadOnlyList<Tensor> Scores(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[1] != 3 || input.Shape[2] < 8 || input.Shape[3] < 8)
            throw new ArgumentException($"[pidinet] the input must be [N, 3, H, W] with H and W at least 8. Got {input.Shape}.", nameof(input));
        Tensor x = _first.Forward(input);
        var maps = new Tensor[5];
        for (int stage = 0; stage < 4; stage++)
        {
            foreach (Module block in _stages[stage]) x = block.Forward(x);
            maps[stage] = _heads[stage].Forward(x).Resize([input.Shape[2], input.Shape[3]], ResizeMode.Linear);
        }
        maps[4] = _classifier.Forward(Tensor.Concat(1, maps.AsSpan(0, 4)));
        return maps;
    }

    /// <summary>
    /// The same network of ordinary convolutions, for use where nothing is learned any more: the radial ones become 5 x 5, so it has more parameters
    /// (87,997 of the tiny one) and the same result.
    /// </summary>
    public PiDiNet Convert()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        var converted = new PiDiNet(Options, isConverted: true, device: _classifier.Weight.Value.Device);
        converted.To(_classifier.Weight.Value.Type);
        var merged = NamedModules().Where(m => m.Module is RemappedConv2d).ToDictionary(m => $"{m.Name}.weight", m => ((RemappedConv2d)m.Module).MergedWeight());
        converted.LoadStateDictionary(StateDictionary().Select(s => (s.Name, merged.GetValueOrDefault(s.Name, s.Tensor))));
        return IsTraining ? converted : (PiDiNet)converted.Eval();
    }

    private Module[] Heads(RandomGenerator? generator, Device? device)
    {
        var reduces = new Sequential();
        var heads = new Module[4];
        Sequential? dilations = Options.DilationChannels > 0 ? AddModule("dilations", new Sequential()) : null;
        Sequential? attentions = Options.HasAttention ? AddModule("attentions", new Sequential()) : null;
        AddModule("conv_reduces", reduces);
        for (int stage = 0; stage < 4; stage++)
        {
            int channels = Options.Channels * s_widths[stage];
            var head = new Sequential();
            if (dilations is not null)
            {
                dilations.Add(new PiDiNetDilation(channels, Options.DilationChannels, generator, device));
                head.Add(dilations[stage]);
                channels = Options.DilationChannels;
            }
            if (attentions is not null)
            {
                attentions.Add(new PiDiNetAttention(channels, generator, device));
                head.Add(attentions[stage]);
            }
            var reduce = new Conv2d(channels, 1, 1, generator: generator, device: device);
            reduce.Bias!.Value.Fill(0);
            reduces.Add(new Sequential().Add(reduce, "conv"));
            heads[stage] = head.Add(reduce);
        }
        return heads;
    }
}
