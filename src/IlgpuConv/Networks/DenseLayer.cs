using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A layer of a <see cref="DenseNet"/>: normalisation, rectifier, 1x1, normalisation, rectifier, 3x3; what comes out is put behind what went in.
/// </summary>
/// <remarks>State: <c>norm1.*, conv1.*, norm2.*, conv2.*</c>.</remarks>
public sealed class DenseLayer : Module
{
    private readonly BatchNorm2d _norm1, _norm2;
    private readonly Conv2d _conv1, _conv2;

    internal DenseLayer(int channels, int growth, int bottleneck, RandomGenerator? generator, Device? device)
    {
        _norm1 = AddModule("norm1", new BatchNorm2d(channels, device: device));
        _conv1 = AddModule("conv1", DenseNet.Convolution(channels, bottleneck * growth, 1, 1, generator, device));
        _norm2 = AddModule("norm2", new BatchNorm2d(bottleneck * growth, device: device));
        _conv2 = AddModule("conv2", DenseNet.Convolution(bottleneck * growth, growth, 3, 1, generator, device));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = _conv1.Forward(_norm1.Forward(input).Relu());
        return scope.Keep(Tensor.Concat(1, input, _conv2.Forward(_norm2.Forward(value).Relu())));
    }
}
