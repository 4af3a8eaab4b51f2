using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The gradient of a normalisation, made of operations so that it can be differentiated again.</summary>
internal static class NormGradient
{
    /// <summary>
    /// <c>h = (x - mean) / √(variance + epsilon)</c> and <c>dx = (g - E(g) - h E(g h)) / √(variance + epsilon)</c> with <c>g = weight dy</c>.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="dy">The gradient of the output.</param>
    /// <param name="weight">The factors, in a shape that repeats to the input's, or null.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="average">E: the mean over what shares the statistics, in a shape that repeats to the input's.</param>
    public static (Tensor H, Tensor Dx) Composed(Tensor x, Tensor dy, Tensor? weight, double epsilon, Func<Tensor, Tensor> average)
    {
        Tensor centered = x - average(x);
        Tensor inverse = (average(centered.Square()) + epsilon).Sqrt().Reciprocal();
        Tensor h = centered * inverse;
        Tensor g = weight is null ? dy : dy * weight;
        return (h, inverse * (g - average(g) - h * average(g * h)));
    }
}
