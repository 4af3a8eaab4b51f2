using IlgpuConv.Modules;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a 2-D layer that makes the filter of each image of several fixed kernels by more than one share for each kernel:
/// <see cref="DyNetConv2d"/>, <see cref="ODConv2d"/>.
/// </summary>
public abstract class KernelBankConv2d : Module
{
    private protected KernelBankConv2d(
        string area, int inChannels, int outChannels, Pair kernel, Pair? stride, Padding2? padding, Pair? dilation, int groups, int kernels)
    {
        bool fits = inChannels >= 1 && outChannels >= 1 && groups >= 1 && inChannels % groups == 0 && outChannels % groups == 0 && kernels >= 1;
        if (!fits || kernel.Axes.Min() < 1)
        {
            throw new ArgumentException(
                $"[{area}] channels, kernel, groups and the number of kernels must be at least 1, and the groups must divide the channels. " +
                $"Got inChannels {inChannels}, outChannels {outChannels}, kernel {kernel}, groups {groups}, {kernels} kernels.");
        }
        (InChannels, OutChannels, Kernel, Groups, Kernels) = (inChannels, outChannels, kernel, groups, kernels);
        (Stride, Padding, Dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>The filters' size.</summary>
    public Pair Kernel { get; }

    /// <summary>Input positions from one output to the next.</summary>
    public Pair Stride { get; }

    /// <summary>Zeros around the image.</summary>
    public Padding2 Padding { get; }

    /// <summary>Input positions from one tap to the next.</summary>
    public Pair Dilation { get; }

    /// <summary>Groups of channels.</summary>
    public int Groups { get; }

    /// <summary>The number of kernels.</summary>
    public int Kernels { get; }

    /// <summary>The shape of one kernel, <c>[O, I/groups, kH, kW]</c>.</summary>
    private protected Shape FilterShape => [OutChannels, InChannels / Groups, Kernel.Height, Kernel.Width];
}
