using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The rectifier.</summary>
public static class ReluMethods
{
    private static readonly UnaryFunction s_relu = new("relu", ReluKernelsLaunch.Forward)
    {
        SavesOutput = true, Gradient = ReluKernelsLaunch.Gradient, OfSums = new(SumFunctionsBody.Relu),
    };

    extension(Tensor x)
    {
        /// <summary><c>max(x, 0)</c>; its derivative at 0 is 0.</summary>
        public Tensor Relu() => s_relu.Of(x);
    }
}
