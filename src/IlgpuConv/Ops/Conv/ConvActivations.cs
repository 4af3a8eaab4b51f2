using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The gradient of what a convolution applies to its sums.</summary>
internal static class ConvActivations
{
    /// <summary>The gradient of the sums from that of the output: dy where the output is positive, else 0.</summary>
    public static Tensor Backward(Tensor gradient, Tensor output) =>
        new GateOperation("relu", ReluKernelsLaunch.Gradient).Apply(gradient, output.Detach());
}
