using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The attentions of an <see cref="ODConv2d"/>, row-major, A of each: as many as kernels where they have their own, else 1. One that the
/// layer leaves out is null and counts as 1.
/// </summary>
/// <param name="Channel">Of input channels, <c>[N, A, 1, I]</c>.</param>
/// <param name="Filter">Of output channels, <c>[N, A, O]</c>; null in a depthwise convolution.</param>
/// <param name="Spatial">Of taps, <c>[N, A, taps, 1]</c>; null where there is one tap.</param>
/// <param name="Kernel">Of kernels, <c>[N, E, 1, 1]</c>, a softmax; null where there is one kernel.</param>
public sealed record ODConvScales(Tensor Channel, Tensor? Filter, Tensor? Spatial, Tensor? Kernel)
{
    /// <summary>The factor of each tap and input channel of each kernel, <c>[N, E, taps, I]</c>.</summary>
    public Tensor Inputs
    {
        get
        {
            Tensor scale = Spatial is null ? Channel : Channel * Spatial;
            return Kernel is null ? scale : scale * Kernel;
        }
    }

    /// <summary>The factor of each output channel of each kernel, <c>[N, E, O]</c>.</summary>
    /// <param name="kernels">E.</param>
    /// <param name="outChannels">O.</param>
    public Tensor Outputs(int kernels, int outChannels)
    {
        Shape shape = [Channel.Shape[0], kernels, outChannels];
        return Filter is null ? Tensor.Full(shape, 1, Channel.Type, Channel.Device, MemoryOrder.RowMajor) : Filter.Expand(shape);
    }
}
