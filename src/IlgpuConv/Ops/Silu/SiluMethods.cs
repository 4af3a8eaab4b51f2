using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The sigmoid linear unit, also called swish (Ramachandran et al. 2017).</summary>
public static class SiluMethods
{
    private static readonly UnaryFunction s_silu = new("silu", SiluKernelsLaunch.Forward)
    {
        Gradient = SiluKernelsLaunch.Gradient, OfSums = new(SumFunctionsBody.Silu),
        Composed = (dy, x) =>
        {
            Tensor gate = x.Sigmoid();
            return dy * (gate * (1 + x * (1 - gate)));
        },
    };

    extension(Tensor x)
    {
        /// <summary><c>x / (1 + exp(-x))</c>.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor Silu() => s_silu.Of(x);
    }
}
