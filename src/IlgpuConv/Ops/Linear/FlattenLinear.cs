using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A linear layer over all features of an image <c>[N, C, H, W]</c>. The weight is kept as <c>[O, C, H, W]</c> in filter order, which is
/// spatial-first in memory: nothing is permuted. A saved <c>[O, C H W]</c> of PyTorch loads into it.
/// </summary>
public sealed class FlattenLinear : Module
{
    /// <summary>Makes the layer; first values as in PyTorch.</summary>
    /// <param name="channels">Channels of the input.</param>
    /// <param name="height">Rows of the input.</param>
    /// <param name="width">Columns of the input.</param>
    /// <param name="outputs">Features of the output.</param>
    /// <param name="hasBias">Whether there is a bias.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    public FlattenLinear(
        int channels, int height, int width, int outputs, bool hasBias = true, RandomGenerator? generator = null, Device? device = null)
    {
        if (channels < 1 || height < 1 || width < 1 || outputs < 1)
        {
            throw new ArgumentException(
                $"[linear] sizes must be at least 1. Got channels {channels}, height {height}, width {width}, outputs {outputs}.");
        }
        Weight = AddParameter("weight", Initialize.KaimingUniform([outputs, channels, height, width], generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outputs], (long)channels * height * width, generator, device: device));
    }

    /// <summary>The weight <c>[O, C, H, W]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        Shape expected = Weight.Value.Shape;
        if (input.Shape.Rank != 4 || input.Shape.With(0, expected[0]) != expected)
            throw new ArgumentException($"[linear] the input must be [N, C, H, W] with the sizes of the weight [O, C, H, W]. Got {input.Shape} for {expected}.", nameof(input));
        return input.InOrder(MemoryOrder.ChannelsLast).FlattenSpatialFirst().Linear(Weight.Value.FlattenSpatialFirst(), Bias);
    }
}
