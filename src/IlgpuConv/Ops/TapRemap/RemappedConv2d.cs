using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A convolution that trains a stored filter and runs another made of it by a linear map of its taps. In inference the filter that is run
/// is kept until the stored one changes; <see cref="Merge"/> makes an ordinary layer of it. First values as in PyTorch, by the fan-in of the
/// stored filter.
/// </summary>
public abstract class RemappedConv2d : Module
{
    private protected RemappedConv2d(
        string area, int inChannels, int outChannels, int[] storedKernel, Pair? stride, Padding2? padding, Pair? dilation, int groups, bool hasBias,
        PaddingMode paddingMode, RandomGenerator? generator, Device? device)
    {
        (Stride, Dilation) = (stride ?? 1, dilation ?? 1);
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        if (!fits || storedKernel.Min() < 1 || Stride.Axes.Min() < 1 || Dilation.Axes.Min() < 1)
        {
            throw new ArgumentException(
                $"[{area}] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
                $"Got inChannels {inChannels}, outChannels {outChannels}, kernel ({string.Join(", ", storedKernel)}), stride ({string.Join(", ", Stride.Axes)}), " +
                $"dilation ({string.Join(", ", Dilation.Axes)}), groups {groups}.");
        }
        (Padding, Groups, PaddingMode) = (padding ?? 0, groups, paddingMode);
        Shape shape = [outChannels, inChannels / groups, .. storedKernel];
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(shape), generator, device: device));
    }

    /// <summary>The stored filter <c>[O, I/groups, ...]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Positions around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>What padded positions hold.</summary>
    public PaddingMode PaddingMode { get; }

    /// <summary>Whether the filter that is run depends on the stored one alone, and not on another parameter.</summary>
    private protected virtual bool IsFixed => true;

    /// <summary>The filter that is run: part of the gradient graph where one is recorded.</summary>
    public Tensor MergedWeight()
    {
        Tensor weight = Weight.Value;
        if (!IsFixed || (GradientMode.IsOn && weight.RequiresGrad)) return Remap(weight);
        return weight.Derived(this, stored =>
        {
            using var noGrad = new NoGrad();
            return Remap(stored);
        });
    }

    /// <summary>An ordinary convolution with the filter that is run and the bias: the same numbers, without the map.</summary>
    public Conv2d Merge()
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        Tensor merged = MergedWeight();
        (int filters, int channels) = (merged.Shape[0], merged.Shape[1]);
        var layer = new Conv2d(
            channels * Groups, filters, (merged.Shape[2], merged.Shape[3]), Stride, Padding, Dilation, Groups, Bias is not null, PaddingMode, device: merged.Device);
        layer.To(merged.Type);
        layer.Weight.Value.CopyFrom(merged);
        if (Bias is not null) layer.Bias!.Value.CopyFrom(Bias.Value);
        return layer;
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Conv2d(MergedWeight(), Bias, Stride, Padding, Dilation, Groups, PaddingMode);
    }

    /// <summary>The filter that is run, of a stored one.</summary>
    private protected abstract Tensor Remap(Tensor weight);
}
