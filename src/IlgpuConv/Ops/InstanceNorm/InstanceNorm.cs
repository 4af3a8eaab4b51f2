using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Instance normalisation: each channel of each image by its own statistics, in training and inference alike; where running ones are
/// tracked, inference uses them. Like in PyTorch the state is empty by default.
/// </summary>
public abstract class InstanceNorm : ChannelNorm
{
    private protected InstanceNorm(int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, Device? device)
        : base("instancenorm", channels, epsilon, momentum, affine, trackRunningStats, device)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        CheckInput(input);
        return IsTraining || RunningMean is null
            ? input.InstanceNorm(Weight, Bias, RunningMean, RunningVariance, Momentum, Epsilon)
            : input.BatchNormInference(RunningMean.Value, RunningVariance!.Value, Weight, Bias, Epsilon);
    }
}
