using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The coefficients of fused kernels: <c>sigmoid(means of the channels · weightᵀ + bias)</c>, one for each kernel of each output channel.
/// One predictor may serve several layers: the output channels of all of them, one after the other.
/// </summary>
/// <remarks>State: <c>weight [O, kernels, I]</c>, <c>bias [O, kernels]</c>; the product lies as [kernels, O], so nothing is permuted.</remarks>
public sealed class DyNetPredictor : Module
{
    /// <summary>Makes the predictor.</summary>
    /// <param name="inChannels">Channels of the input.</param>
    /// <param name="outChannels">Output channels that get coefficients.</param>
    /// <param name="kernels">Fixed kernels of each output channel.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public DyNetPredictor(int inChannels, int outChannels, int kernels, RandomGenerator? generator = null, Device? device = null)
    {
        if (inChannels < 1 || outChannels < 1 || kernels < 1)
            throw new ArgumentException($"[dynet] channels and kernels must be at least 1. Got inChannels {inChannels}, outChannels {outChannels}, {kernels} kernels.");
        (InChannels, OutChannels, Kernels) = (inChannels, outChannels, kernels);
        Weight = AddParameter("weight", Initialize.KaimingUniform([outChannels, kernels, inChannels], generator, fan: inChannels, device: device));
        double bound = 1 / Math.Sqrt(inChannels);
        Bias = AddParameter("bias", Tensor.Uniform([outChannels, kernels], -bound, bound, generator, device: device, order: MemoryOrder.Filter));
    }

    /// <summary>Channels of the input.</summary>
    public int InChannels { get; }

    /// <summary>Output channels that get coefficients.</summary>
    public int OutChannels { get; }

    /// <summary>Fixed kernels of each output channel.</summary>
    public int Kernels { get; }

    /// <summary>The weight <c>[O, kernels, I]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias <c>[O, kernels]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The coefficients <c>[N, kernels, O]</c> of images <c>[N, I, H, W]</c>, row-major; a slice along the last axis is a layer's.</summary>
    /// <exception cref="ArgumentException">The input does not have the predictor's channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Shape.Rank != 4 || input.Shape[1] != InChannels)
            throw new ArgumentException($"[dynet] the predictor's input must be [N, {InChannels}, H, W]. Got {input.Shape}.", nameof(input));
        using var scope = new TensorScope();
        int outputs = checked(Kernels * OutChannels);
        Tensor weight = MemoryViewOperation.View(Weight, [outputs, InChannels], MemoryOrder.Filter);
        Tensor bias = MemoryViewOperation.View(Bias, [outputs], MemoryOrder.RowMajor);
        Tensor coefficients = ChannelMeans.Of(input).Linear(weight, bias).Sigmoid();
        return scope.Keep(MemoryViewOperation.View(coefficients, [input.Shape[0], Kernels, OutChannels], MemoryOrder.RowMajor));
    }
}
