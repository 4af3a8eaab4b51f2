using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Batch normalisation (Ioffe and Szegedy 2015) of <c>[N, C]</c> or <c>[N, C, ...]</c>.</summary>
public static class BatchNormMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// Training: <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with each channel's own mean and variance, which also
        /// move the running ones: <c>r = (1 - momentum) r + momentum s</c>, the variance divided by values - 1. A residual and an activation
        /// in the same call, <c>activation(y + residual)</c>, cost no pass over memory of their own, forward or backward.
        /// </summary>
        /// <param name="weight">One factor per channel, or null; given with <paramref name="bias"/>.</param>
        /// <param name="bias">One summand per channel, or null.</param>
        /// <param name="runningMean">The mean to move in place, or null; given with <paramref name="runningVariance"/>.</param>
        /// <param name="runningVariance">The variance to move in place, or null.</param>
        /// <param name="momentum">How far the running statistics move.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <param name="activation">What is applied to the output.</param>
        /// <param name="residual">What is added before the activation, of the input's shape, or null.</param>
        /// <exception cref="ArgumentException">A channel has one value or none, or shapes or types do not fit.</exception>
        public Tensor BatchNorm(
            Tensor? weight = null, Tensor? bias = null, Tensor? runningMean = null, Tensor? runningVariance = null, double momentum = 0.1,
            double epsilon = 1e-5, NormActivation activation = NormActivation.None, Tensor? residual = null)
        {
            NormShape shape = Check(x, weight, bias, runningMean, runningVariance, residual, isTraining: true);
            (Tensor, Tensor, double)? running = runningMean is null ? null : (runningMean, runningVariance!, momentum);
            return Apply(new NormOperation(shape, epsilon, null, running, new NormTail(activation, residual is not null)), x, residual, weight, bias);
        }

        /// <summary>Inference: <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with given statistics.</summary>
        /// <param name="mean">One mean per channel.</param>
        /// <param name="variance">One variance per channel.</param>
        /// <param name="weight">One factor per channel, or null; given with <paramref name="bias"/>.</param>
        /// <param name="bias">One summand per channel, or null.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <param name="activation">What is applied to the output.</param>
        /// <param name="residual">What is added before the activation, of the input's shape, or null.</param>
        /// <exception cref="ArgumentException">Shapes or types do not fit.</exception>
        public Tensor BatchNormInference(
            Tensor mean, Tensor variance, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5,
            NormActivation activation = NormActivation.None, Tensor? residual = null)
        {
            ArgumentNullException.ThrowIfNull(mean);
            ArgumentNullException.ThrowIfNull(variance);
            NormShape shape = Check(x, weight, bias, mean, variance, residual, isTraining: false);
            return Apply(new NormOperation(shape, epsilon, (mean, variance), null, new NormTail(activation, residual is not null)), x, residual, weight, bias);
        }
    }

    private static Tensor Apply(NormOperation operation, Tensor x, Tensor? residual, Tensor? weight, Tensor? bias)
    {
        x = x.InOrder(MemoryOrder.ChannelsLast);
        return residual is null ? operation.Apply(x, weight, bias) : operation.Apply(x, residual.InOrder(MemoryOrder.ChannelsLast), weight, bias);
    }

    private static NormShape Check(Tensor x, Tensor? weight, Tensor? bias, Tensor? mean, Tensor? variance, Tensor? residual, bool isTraining)
    {
        NormCheck.Tensors("batchnorm", x, weight, bias, mean, variance);
        if (residual is not null && (residual.Shape != x.Shape || residual.Type != x.Type))
            throw new ArgumentException($"[batchnorm] the residual must have the input's shape and type. Got {residual} for {x}.", nameof(residual));
        return NormShape.Batch(x.Shape, isTraining, ("weight", weight), ("bias", bias), ("mean", mean), ("variance", variance));
    }
}
