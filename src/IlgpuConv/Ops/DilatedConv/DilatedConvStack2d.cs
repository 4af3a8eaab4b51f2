using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Dilated convolutions one after the other at full size, each with norm and activation where given. Dilations that would leave holes in
/// what one output reads are refused: see <see cref="HybridDilation"/>.
/// </summary>
public sealed class DilatedConvStack2d : Module
{
    private readonly List<Module> _parts = [];

    /// <summary>Makes the stack; its convolutions are <c>conv0</c>, <c>conv1</c>, ..., with PyTorch's first values.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Channels of the output and between.</param>
    /// <param name="kernel">Taps along height and width.</param>
    /// <param name="dilations">The dilations, first convolution first.</param>
    /// <param name="allowGridding">Whether dilations that leave holes are taken all the same.</param>
    /// <param name="norm">Makes the normalisation of a number of channels after each convolution; null for none.</param>
    /// <param name="activation">Makes the activation after each; null for none.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">The dilations leave holes, or a size is below 1.</exception>
    public DilatedConvStack2d(
        int inChannels, int outChannels, int kernel, IReadOnlyList<int> dilations, bool allowGridding = false, Func<int, Module>? norm = null,
        Func<Module>? activation = null, RandomGenerator? generator = null, Device? device = null)
    {
        Dilation = new HybridDilation(kernel, dilations);
        if (!Dilation.Holds && !allowGridding)
        {
            throw new ArgumentException(
                $"[dilated] the largest gap must be at most the kernel and the dilations have no common factor, or allowGridding be true. Got {Dilation}.", nameof(dilations));
        }
        for (int i = 0; i < dilations.Count; i++)
        {
            int from = i == 0 ? inChannels : outChannels;
            var conv = new Conv2d(from, outChannels, kernel, padding: PaddingRule.Same, dilation: dilations[i], hasBias: norm is null, generator: generator, device: device);
            _parts.Add(AddModule($"conv{i}", conv));
            if (norm is not null) _parts.Add(AddModule($"norm{i}", norm(outChannels)));
            if (activation is not null) _parts.Add(AddModule($"activation{i}", activation()));
        }
    }

    /// <summary>What the stack reads along an axis.</summary>
    public HybridDilation Dilation { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => _parts.Aggregate(input, (value, part) => part.Forward(value));
}
