using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A convolution without bias that keeps the size but for its stride, batch normalisation with epsilon 0.001, and a rectifier; the convolution begins
/// normal with deviation 0.01. What <see cref="GoogLeNet"/> is made of.
/// </summary>
/// <remarks>State: <c>conv.weight, bn.*</c>.</remarks>
public sealed class ConvNormRelu : Module
{
    private readonly Conv2d _convolution;
    private readonly BatchNorm2d _norm;

    internal ConvNormRelu(int inChannels, int outChannels, int kernel, int stride, RandomGenerator? generator, Device? device)
    {
        _convolution = AddModule("conv", new Conv2d(inChannels, outChannels, kernel, stride, kernel / 2, hasBias: false, generator: generator, device: device));
        NetworkParts.Reset(_convolution.Weight, 0.01, generator);
        _norm = AddModule("bn", new BatchNorm2d(outChannels, 0.001, device: device));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        return scope.Keep(_norm.Forward(_convolution.Forward(input)).Relu());
    }
}
