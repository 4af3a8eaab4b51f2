using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Circle convolution: the taps of an odd, square kernel lie on circles and read the image bilinearly, which is one convolution with the filter
/// of <see cref="CircleTaps"/>. The radius may be learned.
/// </summary>
public sealed class CircleConv2d : RemappedConv2d
{
    private readonly TapMatrix _matrix;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The size, odd.</param>
    /// <param name="angles">At which angles the taps lie.</param>
    /// <param name="learnsRadius">Whether the radius of the rings, in units of each ring and 1 at first, is a parameter.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1 or the kernel even, or the groups do not divide the channels.</exception>
    public CircleConv2d(
        int inChannels, int outChannels, int kernel, CircleAngles angles = CircleAngles.ArcTangent, bool learnsRadius = false, Pair? stride = null, Padding2? padding = null,
        Pair? dilation = null, int groups = 1, bool hasBias = true, PaddingMode paddingMode = default, RandomGenerator? generator = null, Device? device = null)
        : base("circle conv", inChannels, outChannels, [kernel, kernel], stride, padding, dilation, groups, hasBias, paddingMode, generator, device)
    {
        (Angles, _matrix) = (angles, CircleTaps.Matrix(kernel, angles));
        if (learnsRadius) Radius = AddParameter("radius", Initialize.Constant([1], 1, device: device));
    }

    /// <summary>At which angles the taps lie.</summary>
    public CircleAngles Angles { get; }

    /// <summary>The radius where it is learned, or null.</summary>
    public Parameter? Radius { get; }

    private protected override bool IsFixed => Radius is null;

    private protected override Tensor Remap(Tensor weight) =>
        Radius is null ? weight.RemapTaps(_matrix) : weight.OnCircles(Radius.Value, Angles);
}
