using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A fire module of <see cref="SqueezeNet"/>: 1x1 to few channels, then 1x1 and 3x3 side by side, a rectifier after each.
/// </summary>
/// <remarks>State: <c>squeeze.*, expand1x1.*, expand3x3.*</c>.</remarks>
public sealed class FireModule : Module
{
    private readonly Conv2d _squeeze, _expandPoint, _expandSquare;

    internal FireModule(int channels, int squeezed, int expanded, RandomGenerator? generator, Device? device)
    {
        _squeeze = AddModule("squeeze", Convolution(channels, squeezed, 1, 1, 0, generator, device));
        _expandPoint = AddModule("expand1x1", Convolution(squeezed, expanded, 1, 1, 0, generator, device));
        _expandSquare = AddModule("expand3x3", Convolution(squeezed, expanded, 3, 1, 1, generator, device));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = _squeeze.Forward(input).Relu();
        return scope.Keep(Tensor.Concat(1, _expandPoint.Forward(value).Relu(), _expandSquare.Forward(value).Relu()));
    }

    /// <summary>A convolution with bias 0, uniform in ±√(6 / fan_in).</summary>
    internal static Conv2d Convolution(int from, int to, int kernel, int stride, int padding, RandomGenerator? generator, Device? device)
    {
        Conv2d layer = new(from, to, kernel, stride, padding, generator: generator, device: device);
        using Tensor values = Initialize.KaimingUniform(layer.Weight.Value.Shape, generator, slope: 0, device: device);
        layer.Weight.Value.CopyFrom(values);
        NetworkParts.Reset(layer.Bias, 0, generator);
        return layer;
    }
}
