using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Instance normalisation (Ulyanov et al. 2016) of <c>[N, C, ...]</c>.</summary>
public static class InstanceNormMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with mean and variance of each channel of each image. Running ones
        /// move by the mean over the images: <c>r = (1 - momentum) r + momentum s</c>, the variance divided by values - 1. With given
        /// statistics it is <c>BatchNormInference</c>.
        /// </summary>
        /// <param name="weight">One factor per channel, or null; given with <paramref name="bias"/>.</param>
        /// <param name="bias">One summand per channel, or null.</param>
        /// <param name="runningMean">The mean to move in place, or null; given with <paramref name="runningVariance"/>.</param>
        /// <param name="runningVariance">The variance to move in place, or null.</param>
        /// <param name="momentum">How far the running statistics move.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <exception cref="ArgumentException">An image has one value per channel or none, or shapes or types do not fit.</exception>
        public Tensor InstanceNorm(
            Tensor? weight = null, Tensor? bias = null, Tensor? runningMean = null, Tensor? runningVariance = null, double momentum = 0.1,
            double epsilon = 1e-5)
        {
            NormCheck.Tensors("instancenorm", x, weight, bias, runningMean, runningVariance);
            var shape = NormShape.Instance(x.Shape, ("weight", weight), ("bias", bias), ("mean", runningMean), ("variance", runningVariance));
            (Tensor, Tensor, double)? running = runningMean is null || x.Shape[0] == 0 ? null : (runningMean, runningVariance!, momentum);
            return new NormOperation(shape, epsilon, null, running).Apply(x.InOrder(MemoryOrder.ChannelsLast), weight, bias);
        }
    }
}
