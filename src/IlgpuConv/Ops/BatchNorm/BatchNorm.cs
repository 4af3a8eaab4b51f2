using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// Batch normalisation with running statistics: the batch's own in training, the running ones in inference. The state has PyTorch's
/// names: <c>weight</c>, <c>bias</c>, <c>running_mean</c>, <c>running_var</c>, <c>num_batches_tracked</c>.
/// </summary>
public abstract class BatchNorm : Module, IFusing
{
    private protected BatchNorm(int channels, double epsilon, double momentum, bool affine, bool trackRunningStats, Device? device)
    {
        if (channels < 1) throw new ArgumentException($"[batchnorm] there must be at least 1 channel. Got {channels}.", nameof(channels));
        if (!(epsilon >= 0) || momentum is not (>= 0 and <= 1))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"[batchnorm] epsilon must be at least 0 and momentum lie in [0, 1]. Got epsilon {epsilon}, momentum {momentum}."),
                nameof(epsilon));
        }
        Channels = channels;
        Epsilon = epsilon;
        Momentum = momentum;
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

    /// <summary>How many batches the running statistics have seen, or null where none are tracked.</summary>
    public ModuleBuffer? BatchesTracked { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, NormActivation.None);

    /// <summary><c>activation(norm(input) + residual)</c> in the passes over memory that the norm alone takes, forward and backward.</summary>
    /// <param name="input">The input.</param>
    /// <param name="activation">What is applied to the output.</param>
    /// <param name="residual">What is added before the activation, of the input's shape, or null.</param>
    /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
    public Tensor Forward(Tensor input, NormActivation activation, Tensor? residual = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckInput(input.Shape);
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

    /// <summary>Throws unless the layer takes inputs of this rank.</summary>
    private protected abstract void CheckRank(Shape input);

    private static Tensor Activated(Tensor x, NormActivation activation) => activation switch
    {
        NormActivation.Relu => x.Relu(),
        NormActivation.Relu6 => x.Relu6(),
        _ => x,
    };

    private void CheckInput(Shape input)
    {
        CheckRank(input);
        if (input[1] != Channels)
            throw new ArgumentException($"[batchnorm] the input must have the layer's channels. Got {input} for {Channels} channels.", nameof(input));
    }
}
