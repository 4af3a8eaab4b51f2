using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The hard forms of sigmoid and swish (Howard et al. 2019).</summary>
public static class HardswishMethods
{
    private static readonly UnaryFunction s_sigmoid = new("hardsigmoid", HardswishKernelsLaunch.Sigmoid)
    {
        Gradient = HardswishKernelsLaunch.SigmoidGradient, OfSums = new(SumFunctionsBody.Hardsigmoid),
    };

    private static readonly UnaryFunction s_swish = new("hardswish", HardswishKernelsLaunch.Swish)
    {
        Gradient = HardswishKernelsLaunch.SwishGradient, OfSums = new(SumFunctionsBody.Hardswish),
        Composed = (dy, x) => dy * (x.Hardsigmoid() + new GateOperation("hardsigmoid", HardswishKernelsLaunch.SigmoidGradient).Apply(x, x.Detach())),
    };

    extension(Tensor x)
    {
        /// <summary><c>min(max(x / 6 + 1/2, 0), 1)</c>; its derivative at -3 and 3 is 0.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor Hardsigmoid() => s_sigmoid.Of(x);

        /// <summary><c>x min(max(x / 6 + 1/2, 0), 1)</c>; its derivative is 0 at -3 and 1 at 3.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor Hardswish() => s_swish.Of(x);
    }
}
