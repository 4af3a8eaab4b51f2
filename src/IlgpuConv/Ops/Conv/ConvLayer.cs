using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the layers of convolution and transposed convolution share: the filter, the bias, and their first values as in PyTorch, uniform in
/// ±1/√fan, where fan is the second size of the filter times its taps.
/// </summary>
public abstract class ConvLayer : Module
{
    private protected ConvLayer(
        string area, bool isTransposed, int inChannels, int outChannels, int[] kernel, int[] stride, int[] dilation, int groups, bool hasBias,
        PaddingMode paddingMode, ConvActivation activation, RandomGenerator? generator, Device? device)
    {
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0;
        if (!fits || !AreAtLeastOne(kernel) || !AreAtLeastOne(stride) || !AreAtLeastOne(dilation))
        {
            throw new ArgumentException(
                $"[{area}] channels, kernel, stride, dilation and groups must be at least 1, and the groups must divide the channels. " +
                $"Got inChannels {inChannels}, outChannels {outChannels}, kernel {Text(kernel)}, stride {Text(stride)}, dilation {Text(dilation)}, groups {groups}.");
        }
        (InChannels, OutChannels, Groups, PaddingMode, Activation) = (inChannels, outChannels, groups, paddingMode, activation);
        Shape shape = isTransposed ? [inChannels, outChannels / groups, .. kernel] : [outChannels, inChannels / groups, .. kernel];
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(shape), generator, device: device));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The filter: <c>[O, I/groups, kernel...]</c>, or <c>[I, O/groups, kernel...]</c> of a transposed convolution.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>What padded positions hold.</summary>
    public PaddingMode PaddingMode { get; }

    /// <summary>What is applied to the sums before they are stored.</summary>
    public ConvActivation Activation { get; }

    private static bool AreAtLeastOne(int[] numbers) => Array.TrueForAll(numbers, number => number >= 1);

    private static string Text(int[] numbers) => $"({string.Join(", ", numbers)})";
}
