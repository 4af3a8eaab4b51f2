using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Group normalisation (Wu and He 2018) of <c>[N, C]</c> or <c>[N, C, ...]</c>.</summary>
public static class GroupNormMethods
{
    extension(Tensor x)
    {
        /// <summary>
        /// <c>y = (x - mean) / √(variance + epsilon) weight + bias</c> with mean and variance of each image and each of
        /// <paramref name="groups"/> groups of neighbouring channels.
        /// </summary>
        /// <param name="groups">The number of groups; it divides the channels.</param>
        /// <param name="weight">One factor per channel, or null; given with <paramref name="bias"/>.</param>
        /// <param name="bias">One summand per channel, or null.</param>
        /// <param name="epsilon">What is added to the variance.</param>
        /// <exception cref="ArgumentException">The groups do not divide the channels, or shapes or types do not fit.</exception>
        public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            NormCheck.Tensors("groupnorm", x, weight, bias);
            var shape = NormShape.Group("groupnorm", x.Shape, groups, ("weight", weight), ("bias", bias));
            return new NormOperation(shape, epsilon).Apply(x.InOrder(MemoryOrder.ChannelsLast), weight, bias);
        }
    }
}
