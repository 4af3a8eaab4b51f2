using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A 3-D convolution as one over the plane, <c>1 x kH x kW</c> to M channels, and one along the depth, <c>kD x 1 x 1</c> (Tran et al. 2018).
/// By default M is such that the two have the weights of the full one: <c>floor(kD kH kW I O / (kH kW I + kD O))</c>.
/// </summary>
public sealed class Conv2Plus1d : Module
{
    private readonly List<Module> _parts = [];

    /// <summary>Makes the layer; its convolutions are <c>spatial</c> and <c>temporal</c>, with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output.</param>
    /// <param name="kernel">The size of the filter that the two make.</param>
    /// <param name="stride">Input positions from one output to the next; 1 by default.</param>
    /// <param name="padding">Positions on both sides of each axis; 0 by default.</param>
    /// <param name="midChannels">The channels M between; null for the number above.</param>
    /// <param name="hasBias">Whether both parts have a bias; null for only where there is no norm.</param>
    /// <param name="norm">Makes the normalisation of a number of channels between the two, such as <c>c => new BatchNorm3d(c)</c>; null for none.</param>
    /// <param name="activation">Makes the activation between the two; null for none.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1.</exception>
    public Conv2Plus1d(
        int inChannels, int outChannels, Triple kernel, Triple? stride = null, Triple padding = default, int? midChannels = null, bool? hasBias = null,
        Func<int, Module>? norm = null, Func<Module>? activation = null, RandomGenerator? generator = null, Device? device = null)
    {
        Triple s = stride ?? 1;
        bool bias = hasBias ?? norm is null;
        int middle = midChannels ?? MidChannels(inChannels, outChannels, kernel);
        Spatial = AddModule("spatial", new Conv3d(
            inChannels, middle, (1, kernel.Height, kernel.Width), (1, s.Height, s.Width), (0, padding.Height, padding.Width), hasBias: bias,
            generator: generator, device: device));
        _parts.Add(Spatial);
        if (norm is not null) _parts.Add(AddModule("norm", norm(middle)));
        if (activation is not null) _parts.Add(AddModule("activation", activation()));
        Temporal = AddModule("temporal", new Conv3d(
            middle, outChannels, (kernel.Depth, 1, 1), (s.Depth, 1, 1), (padding.Depth, 0, 0), hasBias: bias, generator: generator, device: device));
        _parts.Add(Temporal);
    }

    /// <summary>The convolution over the plane, <c>[M, I, 1, kH, kW]</c>.</summary>
    public Conv3d Spatial { get; }

    /// <summary>The convolution along the depth, <c>[O, M, kD, 1, 1]</c>.</summary>
    public Conv3d Temporal { get; }

    /// <summary>The channels between the two parts that give them as many weights as the full filter: <c>floor(kD kH kW I O / (kH kW I + kD O))</c>, at least 1.</summary>
    public static int MidChannels(int inChannels, int outChannels, Triple kernel)
    {
        long plane = (long)kernel.Height * kernel.Width;
        long weights = plane * inChannels + (long)kernel.Depth * outChannels;
        return weights < 1 ? 1 : (int)Math.Max(1, kernel.Depth * plane * inChannels * outChannels / weights);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _parts.Aggregate(input, (value, part) => part.Forward(value));
}
