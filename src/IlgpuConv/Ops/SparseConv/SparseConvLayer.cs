using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// What the layers of sparse convolution share: the filter, the bias, and their first values, uniform in ±1/√fan as in PyTorch, where fan is
/// the second size of the filter times its taps.
/// </summary>
public abstract class SparseConvLayer : SparseModule
{
    private protected SparseConvLayer(
        bool isTransposed, int inChannels, int outChannels, int[] kernel, int groups, bool hasBias, RandomGenerator? generator, Device? device)
    {
        if (inChannels < 1 || outChannels < 1 || groups < 1 || inChannels % groups != 0 || outChannels % groups != 0 || kernel.Min() < 1)
        {
            throw new ArgumentException(
                $"[sparse conv] channels, kernel and groups must be at least 1, and the groups must divide the channels. " +
                $"Got inChannels {inChannels}, outChannels {outChannels}, kernel ({string.Join(", ", kernel)}), groups {groups}.");
        }
        (InChannels, OutChannels, Groups) = (inChannels, outChannels, groups);
        Shape shape = isTransposed ? [inChannels, outChannels / groups, .. kernel] : [outChannels, inChannels / groups, .. kernel];
        Weight = AddParameter("weight", Initialize.KaimingUniform(shape, generator, device: device));
        if (hasBias) Bias = AddParameter("bias", Initialize.Bias([outChannels], Initialize.FanIn(shape), generator, device: device));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The filter: <c>[O, I/groups, kernel...]</c>, or <c>[I, O/groups, kernel...]</c> of a transposed or inverse convolution.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }
}
