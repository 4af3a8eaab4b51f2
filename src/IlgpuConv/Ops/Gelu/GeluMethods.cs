using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The Gaussian error linear unit (Hendrycks and Gimpel 2016).</summary>
public static class GeluMethods
{
    private static readonly UnaryFunction s_normal = new("normal distribution", GeluKernelsLaunch.NormalDistribution)
    {
        Composed = (dy, x) => dy * Bell(x),
    };

    private static readonly UnaryFunction s_gelu = new("gelu", GeluKernelsLaunch.Forward)
    {
        Gradient = GeluKernelsLaunch.Gradient, OfSums = new(SumFunctionsBody.Gelu),
        Composed = (dy, x) => dy * (s_normal.Of(x) + x * Bell(x)),
    };

    private static readonly UnaryFunction s_tanhGelu = new("tanh gelu", GeluKernelsLaunch.TanhForward)
    {
        Gradient = GeluKernelsLaunch.TanhGradient, OfSums = new(SumFunctionsBody.TanhGelu),
        Composed = (dy, x) =>
        {
            double twice = 2 * Math.Sqrt(2 / Math.PI);
            Tensor square = x.Square(), gate = (x * square.Affine(0.044715 * twice, twice)).Sigmoid();
            return dy * (gate + x * (gate * (1 - gate)) * square.Affine(3 * 0.044715 * twice, twice));
        },
    };

    extension(Tensor x)
    {
        /// <summary>
        /// <c>x Φ(x)</c> with the distribution function <c>Φ(x) = (1 + erf(x / √2)) / 2</c>; its tanh form is
        /// <c>x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</c>.
        /// </summary>
        /// <param name="tanhForm">Whether to take the tanh form, PyTorch's <c>approximate='tanh'</c>.</param>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor Gelu(bool tanhForm = false) => (tanhForm ? s_tanhGelu : s_gelu).Of(x);
    }

    private static Tensor Bell(Tensor x) => x.Square().Mul(-0.5).Exp() * (1 / Math.Sqrt(2 * Math.PI));
}
