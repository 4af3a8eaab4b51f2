using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Pixel difference convolution: 3 x 3 stored taps over differences of pixels, run as one convolution with the filter of
/// <see cref="DifferenceTaps"/>; the radial one runs 5 x 5. With θ = 1 a constant image gives the bias. Source: Su et al., "Pixel
/// Difference Networks for Efficient Edge Detection" (2021).
/// </summary>
public sealed class PixelDifferenceConv2d : RemappedConv2d
{
    private readonly TapMatrix _matrix;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="difference">Between which pixels.</param>
    /// <param name="theta">The part of the differences.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; by default what keeps the size: the dilation, twice that for radial differences.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public PixelDifferenceConv2d(
        int inChannels, int outChannels, PixelDifference difference, double theta = 1, Pair? stride = null, Padding2? padding = null, Pair? dilation = null,
        int groups = 1, bool hasBias = true, PaddingMode paddingMode = default, RandomGenerator? generator = null, Device? device = null)
        : base(
            "pixel difference conv", inChannels, outChannels, [3, 3], stride, padding ?? Same(difference, dilation ?? 1), dilation, groups, hasBias, paddingMode, generator,
            device)
    {
        (Difference, Theta) = (difference, theta);
        _matrix = difference switch
        {
            PixelDifference.Angular => DifferenceTaps.Angular(theta),
            PixelDifference.Radial => DifferenceTaps.Radial(theta),
            _ => DifferenceTaps.Central(3, theta),
        };
    }

    /// <summary>Between which pixels.</summary>
    public PixelDifference Difference { get; }

    /// <summary>The part of the differences.</summary>
    public double Theta { get; }

    private protected override Tensor Remap(Tensor weight) => weight.RemapTaps(_matrix);

    private static Padding2 Same(PixelDifference difference, Pair dilation)
    {
        int reach = difference == PixelDifference.Radial ? 2 : 1;
        return (reach * dilation.Height, reach * dilation.Width);
    }
}
