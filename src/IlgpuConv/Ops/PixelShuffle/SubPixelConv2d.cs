using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Sub-pixel convolution (Shi et al. 2016): a convolution to <c>O r²</c> channels at stride 1, then their shuffle to an image r times as
/// large. With first values by ICNR it begins as a convolution followed by a resize to the nearest pixel: without a checkerboard.
/// </summary>
public sealed class SubPixelConv2d : Module
{
    /// <summary>Makes the layer; its convolution is <c>conv</c>.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="factor">How many times as large the output is.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="icnr">Whether the filters (and biases) of an output channel's r² phases begin equal.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public SubPixelConv2d(
        int inChannels, int outChannels, Pair kernel, int factor = 2, bool hasBias = true, bool icnr = true, RandomGenerator? generator = null,
        Device? device = null)
    {
        if (factor < 1) throw new ArgumentException($"[pixel shuffle] the factor must be at least 1. Got {factor}.", nameof(factor));
        Factor = factor;
        Conv = AddModule(
            "conv", new Conv2d(inChannels, checked(outChannels * factor * factor), kernel, padding: PaddingRule.Same, hasBias: hasBias, generator: generator, device: device));
        if (!icnr) return;
        UpsamplingWeights.Icnr(Conv.Weight, factor);
        if (Conv.Bias is not null) UpsamplingWeights.Icnr(Conv.Bias, factor);
    }

    /// <summary>How many times as large the output is.</summary>
    public int Factor { get; }

    /// <summary>The convolution before the shuffle.</summary>
    public Conv2d Conv { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Conv.Forward(input).PixelShuffle(Factor);
}
