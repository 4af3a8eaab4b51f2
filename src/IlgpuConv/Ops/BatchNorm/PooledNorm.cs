using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Batch normalisation of maps that pooling has made small.</summary>
internal static class PooledNorm
{
    /// <summary>
    /// The norm of the input; in training, where each channel holds one value only and has no statistics of its own, by the running ones
    /// if <paramref name="fallsBack"/>. Without it that is the norm's own error.
    /// </summary>
    public static Tensor Forward(BatchNorm norm, Tensor input, bool fallsBack = true)
    {
        bool isSingle = input.Shape.Elements == input.Shape[1];
        return fallsBack && norm.IsTraining && isSingle && norm.RunningMean is not null
            ? input.BatchNormInference(norm.RunningMean.Value, norm.RunningVariance!.Value, norm.Weight, norm.Bias, norm.Epsilon)
            : norm.Forward(input);
    }
}
