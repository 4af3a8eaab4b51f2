using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A normalisation by statistics of each channel, with a factor and a summand of each and running statistics. The state has PyTorch's
/// names: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
public abstract class ChannelNorm : Module
{
    private readonly string _area;

    private protected ChannelNorm(string area, int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, Device? device)
    {
        if (channels < 1 || !(epsilon >= 0) || momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(FormattableString.Invariant(
                $"[{area}] channels must be at least 1, epsilon at least 0 and momentum lie in [0, 1]. Got channels {channels}, epsilon {epsilon}, momentum {momentum}."));
        }
        (_area, Channels, Epsilon, Momentum) = (area, channels, epsilon, momentum);
        if (affine)
        {
            Weight = AddParameter("weight", Initialize.Constant([channels], 1, device: device));
            Bias = AddParameter("bias", Initialize.Zeros([channels], device: device));
        }
        if (!trackRunningStats) return;
        RunningMean = AddBuffer("running_mean", Initialize.Zeros([channels], device: device));
        RunningVariance = AddBuffer("running_var", Initialize.Constant([channels], 1, device: device));
        BatchesTracked = AddBuffer("num_batches_tracked", Tensor.Zeros([], ElementType.Int64, device));
    }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>How far the running statistics move with each batch.</summary>
    public double Momentum { get; }

    /// <summary>The factor of each channel, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>The summand of each channel, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean, or null where none is tracked.</summary>
    public ModuleBuffer? RunningMean { get; }

    /// <summary>The running variance, or null where none is tracked.</summary>
    public ModuleBuffer? RunningVariance { get; }

    /// <summary>
    /// How many batches the running statistics of a batch normalisation have seen; instance normalisation leaves it at 0, as in PyTorch. Null
    /// where none are tracked.
    /// </summary>
    public ModuleBuffer? BatchesTracked { get; }

    /// <summary>Throws unless the layer takes inputs of this rank.</summary>
    private protected abstract void CheckRank(Shape input);

    /// <summary>Throws unless the layer takes such inputs.</summary>
    private protected void CheckInput(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckRank(input.Shape);
        if (input.Shape[1] != Channels)
            throw new ArgumentException($"[{_area}] the input must have the layer's channels. Got {input.Shape} for {Channels} channels.", nameof(input));
    }
}
