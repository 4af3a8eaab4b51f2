using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Instance normalisation: each channel of each image by its own statistics, in training and inference alike; where running ones are
/// tracked, inference uses them. The state has PyTorch's names, and like there it is empty by default.
/// </summary>
public abstract class InstanceNorm : Module
{
    private protected InstanceNorm(int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, Device? device)
    {
        if (channels < 1 || !(epsilon >= 0) || momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"[instancenorm] channels must be at least 1, epsilon at least 0 and momentum lie in [0, 1]. Got channels {channels}, epsilon {epsilon}, momentum {momentum}."));
        }
        (Channels, Epsilon, Momentum) = (channels, epsilon, momentum);
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

    /// <summary>Part of PyTorch's state, which never counts for instance normalisation: it stays 0; null where nothing is tracked.</summary>
    public ModuleBuffer? BatchesTracked { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckRank(input.Shape);
        if (input.Shape[1] != Channels)
            throw new ArgumentException($"[instancenorm] the input must have the layer's channels. Got {input.Shape} for {Channels} channels.", nameof(input));
        return IsTraining || RunningMean is null
            ? input.InstanceNorm(Weight, Bias, RunningMean, RunningVariance, Momentum, Epsilon)
            : input.BatchNormInference(RunningMean.Value, RunningVariance!.Value, Weight, Bias, Epsilon);
    }

    /// <summary>Throws unless the layer takes inputs of this rank.</summary>
    private protected abstract void CheckRank(Shape input);
}
