using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The loss of a classifier.</summary>
public static class SoftmaxCrossEntropyMethods
{
    extension(Tensor logits)
    {
        /// <summary>
        /// The mean over samples of <c>log Σ_k exp(x[n, k]) - x[n, label[n]]</c>, a tensor of one element; not a number where a label is
        /// no class.
        /// </summary>
        /// <param name="labels">The classes <c>[N]</c>, <c>i32</c>.</param>
        /// <exception cref="ArgumentException">The logits are not <c>[N, K]</c>, or the labels not <c>[N]</c> of type <c>i32</c>.</exception>
        public Tensor SoftmaxCrossEntropy(Tensor labels) => new SoftmaxCrossEntropyOperation().Apply(logits, labels);
    }
}
