using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>The gradient of what a convolution applies to its sums.</summary>
internal static class ConvActivations
{
    /// <summary>The gradient of the sums from that of the output: dy where the output is not at an end of its range, else 0.</summary>
    public static Tensor Backward(ConvActivation activation, Tensor gradient, Tensor output) => activation switch
    {
        ConvActivation.Relu => new GateOperation("relu", ReluKernelsLaunch.Gradient).Apply(gradient, output.Detach()),
        ConvActivation.Relu6 => new GateOperation("relu6", Relu6KernelsLaunch.Gradient).Apply(gradient, output.Detach()),
        _ => gradient,
    };
}
