using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Central difference convolution: <c>y = bias + Σ_t w_t (x_t - θ x_centre)</c>, one convolution with the filter of
/// <see cref="DifferenceTaps.Central"/>. The bias is added once (the authors' code adds it 1 - θ times), and any padding, stride, dilation and groups
/// keep the centre in its place. θ may be learned: <c>dθ = -Σ_{o,c} dw'_centre Σ_t w_t</c>.
/// </summary>
public sealed class CentralDifferenceConv2d : RemappedConv2d
{
    private readonly TapMatrix _matrix;

    /// <summary>Makes the layer.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The filter's size, odd; 3 by default.</param>
    /// <param name="theta">The part of the differences; the first value where it is learned.</param>
    /// <param name="learnsTheta">Whether θ is a parameter.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions around the image, or a rule; 0 by default.</param>
    /// <param name="dilation">Input positions from one tap to the next; 1 by default.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="paddingMode">What padded positions hold; zeros by default.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1 or the kernel's even, or the groups do not divide the channels.</exception>
    public CentralDifferenceConv2d(
        int inChannels, int outChannels, Pair? kernel = null, double theta = 0.7, bool learnsTheta = false, Pair? stride = null, Padding2? padding = null,
        Pair? dilation = null, int groups = 1, bool hasBias = true, PaddingMode paddingMode = default, RandomGenerator? generator = null, Device? device = null)
        : base(
            "central difference conv", inChannels, outChannels, (kernel ?? 3).Axes, stride, padding, dilation, groups, hasBias, paddingMode, generator, device)
    {
        // Where θ is learned the map has the whole difference, and θ is a factor of it.
        _matrix = learnsTheta ? Sum(kernel ?? 3) : DifferenceTaps.Central(kernel ?? 3, theta);
        if (learnsTheta) LearnedTheta = AddParameter("theta", Initialize.Constant([1], theta, device: device));
        FixedTheta = theta;
    }

    /// <summary>θ where it is learned, or null.</summary>
    public Parameter? LearnedTheta { get; }

    /// <summary>θ now.</summary>
    public double Theta => LearnedTheta is null ? FixedTheta : LearnedTheta.Value.ToDoubles()[0];

    private protected override bool IsFixed => LearnedTheta is null;

    private double FixedTheta { get; }

    private protected override Tensor Remap(Tensor weight) =>
        LearnedTheta is null ? weight.RemapTaps(_matrix) : weight - weight.RemapTaps(_matrix) * LearnedTheta.Value;

    /// <summary>The map that puts the sum of all taps in the centre and 0 elsewhere.</summary>
    private static TapMatrix Sum(Pair kernel)
    {
        TapMatrix all = DifferenceTaps.Central(kernel, 1);
        var sum = new double[all.Rows, all.Columns];
        for (int i = 0; i < all.Columns; i++) sum[all.Rows / 2, i] = 1;
        return new TapMatrix(sum, [.. all.Kernel]);
    }
}
