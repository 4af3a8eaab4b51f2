using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Cross central difference convolution: five taps of 3 x 3, stored as <c>[O, I/groups, 1, 5]</c> in the order of rows, with
/// <c>y = bias + Σ_t w_t (x_t - θ x_centre)</c>; one convolution with the filter of <see cref="DifferenceTaps.Cross"/>.
/// </summary>
public sealed class CrossCentralDifferenceConv2d : RemappedConv2d
{
    private readonly TapMatrix _matrix;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="direction">Which five taps.</param>
    /// <param name="theta">The part of the differences.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, or the groups do not divide the channels.</exception>
    public CrossCentralDifferenceConv2d(
        int inChannels, int outChannels, CrossDifference direction, double theta = 0.8, Pair? stride = null, Padding2? padding = null, Pair? dilation = null,
        int groups = 1, bool hasBias = true, PaddingMode paddingMode = default, RandomGenerator? generator = null, Device? device = null)
        : base("cross central difference conv", inChannels, outChannels, [1, 5], stride, padding, dilation, groups, hasBias, paddingMode, generator, device) =>
        (Direction, Theta, _matrix) = (direction, theta, DifferenceTaps.Cross(direction, theta));

    /// <summary>Which five taps.</summary>
    public CrossDifference Direction { get; }

    /// <summary>The part of the differences.</summary>
    public double Theta { get; }

    private protected override Tensor Remap(Tensor weight) => weight.RemapTaps(_matrix);
}
