using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The rectifier of networks for small devices (Howard et al. 2017), whose range suits numbers of few bits.</summary>
public static class Relu6Methods
{
    private static readonly UnaryFunction s_relu6 = new("relu6", Relu6KernelsLaunch.Forward)
    {
        SavesOutput = true, Gradient = Relu6KernelsLaunch.Gradient, OfSums = new(SumFunctionsBody.Relu6),
    };

    extension(Tensor x)
    {
        /// <summary><c>min(max(x, 0), 6)</c>; its derivative at 0 and 6 is 0.</summary>
        /// <exception cref="ArgumentException">The tensor is not floating-point.</exception>
        public Tensor Relu6() => s_relu6.Of(x);
    }
}
