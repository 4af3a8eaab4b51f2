using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Octave convolution: a part α of the channels lives at half the size. <c>y_H = x_H * w_HH + up(x_L * w_LH)</c>,
/// <c>y_L = x_L * w_LL + down(x_H) * w_HL</c>, a bias for each after the sum; up repeats, down is a mean. With stride 2 both inputs are halved first, and
/// <c>x_L * w_LH</c> is of the input that is not halved. Of odd sizes the low image has the larger half. Source: Chen et al., "Drop an Octave:
/// Reducing Spatial Redundancy in Convolutional Neural Networks with Octave Convolution" (2019), as its code computes.
/// </summary>
public sealed class OctaveConv2d : Module
{
    /// <summary>Makes the layer; <c>floor(α C)</c> channels are low.</summary>
    /// <param name="inChannels">Channels of both inputs together.</param>
    /// <param name="outChannels">Channels of both outputs together.</param>
    /// <param name="kernel">The filter's size: a number, or (height, width).</param>
    /// <param name="alphaIn">The part of the input that is low, 0 to 1; 0 in the first layer.</param>
    /// <param name="alphaOut">The part of the output that is low, 0 to 1; 0 in the last layer.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="padding">Positions around both images, or a rule; it must keep their sizes.</param>
    /// <param name="dilation">Positions from one tap to the next; 1 by default.</param>
    /// <param name="hasBias">Whether the outputs have a bias.</param>
    /// <param name="lowPass">How images are halved.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, α outside 0 to 1, or the stride neither 1 nor 2.</exception>
    public OctaveConv2d(
        int inChannels, int outChannels, Pair kernel, double alphaIn = 0.5, double alphaOut = 0.5, int stride = 1, Padding2? padding = null, Pair? dilation = null,
        bool hasBias = true, OctaveLowPass lowPass = OctaveLowPass.Average, RandomGenerator? generator = null, Device? device = null)
    {
        (Stride, Padding, Dilation, LowPass) = (stride, padding ?? 0, dilation ?? 1, lowPass);
        if (inChannels < 1 || outChannels < 1 || kernel.Axes.Min() < 1 || Dilation.Axes.Min() < 1 || stride is not (1 or 2) || !(alphaIn is >= 0 and <= 1) || !(alphaOut is >= 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[octave conv] channels, kernel and dilation must be at least 1, the stride 1 or 2, and each alpha 0 to 1. Got inChannels {inChannels}, outChannels {outChannels}, kernel ({kernel.Height}, {kernel.Width}), dilation ({Dilation.Height}, {Dilation.Width}), stride {stride}, alphaIn {alphaIn}, alphaOut {alphaOut}."));
        }
        LowIn = (int)(alphaIn * inChannels);
        LowOut = (int)(alphaOut * outChannels);
        (HighIn, HighOut) = (inChannels - LowIn, outChannels - LowOut);
        Parameter? Filter(string name, int to, int from) => to == 0 || from == 0 ? null
            : AddParameter(name, Initialize.KaimingUniform([to, from, kernel.Height, kernel.Width], generator, device: device));
        (HighToHigh, HighToLow) = (Filter("high_to_high", HighOut, HighIn), Filter("high_to_low", LowOut, HighIn));
        (LowToHigh, LowToLow) = (Filter("low_to_high", HighOut, LowIn), Filter("low_to_low", LowOut, LowIn));
        if (!hasBias) return;
        long fan = (long)inChannels * kernel.Height * kernel.Width;
        if (HighOut > 0) HighBias = AddParameter("high_bias", Initialize.Bias([HighOut], fan, generator, device: device));
        if (LowOut > 0) LowBias = AddParameter("low_bias", Initialize.Bias([LowOut], fan, generator, device: device));
    }

    /// <summary>Channels of the input at full size.</summary>
    public int HighIn { get; }

    /// <summary>Channels of the input at half size.</summary>
    public int LowIn { get; }

    /// <summary>Channels of the output at full size.</summary>
    public int HighOut { get; }

    /// <summary>Channels of the output at half size.</summary>
    public int LowOut { get; }

    /// <summary>1 or 2.</summary>
    public int Stride { get; }

    /// <summary>Positions around both images.</summary>
    public Padding2 Padding { get; }

    /// <summary>Positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>How images are halved.</summary>
    public OctaveLowPass LowPass { get; }

    /// <summary>The filter from full to full size, or null where a side has no channels.</summary>
    public Parameter? HighToHigh { get; }

    /// <summary>The filter from full to half size, or null.</summary>
    public Parameter? HighToLow { get; }

    /// <summary>The filter from half to full size, or null.</summary>
    public Parameter? LowToHigh { get; }

    /// <summary>The filter from half to half size, or null.</summary>
    public Parameter? LowToLow { get; }

    /// <summary>The bias of the output at full size, or null.</summary>
    public Parameter? HighBias { get; }

    /// <summary>The bias of the output at half size, or null.</summary>
    public Parameter? LowBias { get; }

    /// <summary>Both outputs of both inputs; one that has no channels is null.</summary>
    /// <param name="high"><c>[N, HighIn, H, W]</c>, or null where there are no such channels.</param>
    /// <param name="low"><c>[N, LowIn, ceil(H / 2), ceil(W / 2)]</c>, or null.</param>
    /// <exception cref="ArgumentException">An input is missing or one too many, or the sizes do not fit.</exception>
    public (Tensor? High, Tensor? Low) Forward(Tensor? high, Tensor? low)
    {
        bool fits = (high?.Shape[1] ?? 0) == HighIn && (low?.Shape[1] ?? 0) == LowIn;
        if (high is not null && low is not null)
            fits &= low.Shape[0] == high.Shape[0] && low.Shape[2] == (high.Shape[2] + 1) / 2 && low.Shape[3] == (high.Shape[3] + 1) / 2;
        if (!fits)
        {
            throw new ArgumentException(
                $"[octave conv] the inputs must be [N, {HighIn}, H, W] and [N, {LowIn}, ceil(H / 2), ceil(W / 2)], absent without channels. " +
                $"Got {high?.Shape.ToString() ?? "none"} and {low?.Shape.ToString() ?? "none"}.");
        }
        Tensor? halfLow = Stride == 1 ? low : low?.OctaveDown(LowPass);
        if (Stride == 2) high = high?.OctaveDown(LowPass);
        Tensor? y = Path(high, HighToHigh, HighBias), across = Path(low, LowToHigh, y is null ? HighBias : null);
        if (across is not null && Stride == 1)
        {
            (int height, int width) = y is null ? (2 * across.Shape[2], 2 * across.Shape[3]) : (y.Shape[2], y.Shape[3]);
            across = across.OctaveUp(height, width);
        }
        Tensor? z = Path(halfLow, LowToLow, LowBias);
        Tensor? down = HighToLow is null ? null : Path(high!.OctaveDown(LowPass), HighToLow, z is null ? LowBias : null);
        return (Sum(y, across), Sum(z, down));
    }

    /// <summary>The output of a layer whose input and output are at full size alone.</summary>
    /// <exception cref="ArgumentException">There are channels at half size: the other method takes both images.</exception>
    public override Tensor Forward(Tensor input) => LowIn == 0 && LowOut == 0
        ? Forward(input, null).High!
        : throw new ArgumentException($"[octave conv] a layer with channels at half size has two images. Got one for {LowIn} low channels in and {LowOut} out.");

    private static Tensor? Sum(Tensor? a, Tensor? b)
    {
        if (a is null || b is null) return a ?? b;
        return a.Shape == b.Shape ? a + b : throw new ArgumentException($"[octave conv] the padding must keep the sizes of both images. Got {a.Shape} and {b.Shape} to add.");
    }

    private Tensor? Path(Tensor? x, Parameter? filter, Parameter? bias) => x is null || filter is null ? null : x.Conv2d(filter, bias, 1, Padding, Dilation);
}
