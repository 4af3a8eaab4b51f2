using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Batch normalisation with running statistics: the batch's own in training, the running ones in inference.</summary>
public abstract class BatchNorm : ChannelNorm, IFusing
{
    private protected BatchNorm(int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, Device? device)
        : base("batchnorm", channels, epsilon, momentum, affine, trackRunningStats, device)
    {
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, NormActivation.None);

    /// <summary><c>activation(norm(input) + residual)</c> in the passes over memory that the norm alone takes, forward and backward.</summary>
    /// <param name="input">The input.</param>
    /// <param name="activation">What is applied to the output.</param>
    /// <param name="residual">What is added before the activation, of the input's shape, or null.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public Tensor Forward(Tensor input, NormActivation activation, Tensor? residual = null)
    {
        CheckInput(input);
        if (!IsTraining && RunningMean is not null)
        {
            // One after the other: what compiles an inference puts all three into the convolution before.
            using var scope = new TensorScope();
            Tensor normed = input.BatchNormInference(RunningMean.Value, RunningVariance!.Value, Weight, Bias, Epsilon);
            return scope.Keep(Activated(residual is null ? normed : normed + residual, activation));
        }
        if (!IsTraining) return input.BatchNorm(Weight, Bias, null, null, Momentum, Epsilon, activation, residual);

        Tensor output = input.BatchNorm(Weight, Bias, RunningMean, RunningVariance, Momentum, Epsilon, activation, residual);
        if (BatchesTracked is { Value: { } count })
        {
            NormKernelsLaunch.CountBatch(count.Device, new LaunchGrid(1), count.View);
            count.MarkChanged();
        }
        return output;
    }

    /// <inheritdoc/>
    public Tensor? ForwardWith(Tensor input, Module next) => !IsTraining ? null : next switch
    {
        Relu => Forward(input, NormActivation.Relu),
        Relu6 => Forward(input, NormActivation.Relu6),
        _ => null,
    };

    private static Tensor Activated(Tensor x, NormActivation activation) => activation switch
    {
        NormActivation.Relu => x.Relu(),
        NormActivation.Relu6 => x.Relu6(),
        _ => x,
    };
}
