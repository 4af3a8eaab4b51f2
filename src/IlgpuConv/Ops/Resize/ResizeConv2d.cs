using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Upsampling without checkerboards (Odena, Dumoulin and Olah 2016): a resize, then a convolution at stride 1 that keeps the size. Every
/// output is made of the same number of taps, whatever kernel and scale.
/// </summary>
public sealed class ResizeConv2d : Module
{
    /// <summary>Makes the layer; its convolution is <c>conv</c>, with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size.</param>
    /// <param name="scale">How many times as large the output is.</param>
    /// <param name="mode">How pixels are found.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What lies around the resized image.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public ResizeConv2d(
        int inChannels, int outChannels, Pair kernel, int scale = 2, ResizeMode mode = ResizeMode.Nearest, bool hasBias = true,
        PaddingMode paddingMode = default, RandomGenerator? generator = null, Device? device = null)
    {
        if (scale < 1) throw new ArgumentException($"[resize] the scale must be at least 1. Got {scale}.", nameof(scale));
        (Scale, Mode) = (scale, mode);
        Conv = AddModule(
            "conv", new Conv2d(inChannels, outChannels, kernel, padding: PaddingRule.Same, hasBias: hasBias, paddingMode: paddingMode, generator: generator, device: device));
    }

    /// <summary>How many times as large the output is.</summary>
    public int Scale { get; }

    /// <summary>How pixels are found.</summary>
    public ResizeMode Mode { get; }

    /// <summary>The convolution after the resize.</summary>
    public Conv2d Conv { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Conv.Forward(input.Upsample(Scale, Mode));
}
