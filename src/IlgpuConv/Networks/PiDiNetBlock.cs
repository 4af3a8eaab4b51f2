using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A block of PiDiNet: a depthwise convolution of pixel differences, a rectifier and a convolution of 1 x 1, added to the input; where it
/// begins a stage, the input is pooled and its channels are mapped.
/// </summary>
internal sealed class PiDiNetBlock : Module
{
    private readonly bool _pools;
    private readonly Module _depthwise;
    private readonly Conv2d _pointwise;
    private readonly Conv2d? _shortcut;

    public PiDiNetBlock(PixelDifference? difference, int inChannels, int outChannels, bool pools, bool isConverted, RandomGenerator? generator, Device? device)
    {
        _pools = pools;
        _depthwise = AddModule("conv1", Difference(difference, inChannels, inChannels, inChannels, isConverted, generator, device));
        _pointwise = AddModule("conv2", new Conv2d(inChannels, outChannels, 1, hasBias: false, generator: generator, device: device));
        if (pools) _shortcut = AddModule("shortcut", new Conv2d(inChannels, outChannels, 1, generator: generator, device: device));
    }

    public override Tensor Forward(Tensor input)
    {
        Tensor x = _pools ? input.MaxPool2d(2) : input;
        Tensor y = _pointwise.Forward(_depthwise.Forward(x).Relu());
        return y + (_shortcut?.Forward(x) ?? x);
    }

    /// <summary>A convolution of 3 x 3 over differences, or the ordinary one that it is when merged.</summary>
    public static Module Difference(
        PixelDifference? difference, int inChannels, int outChannels, int groups, bool isConverted, RandomGenerator? generator, Device? device)
    {
        if (difference is { } pixels && !isConverted)
            return new PixelDifferenceConv2d(inChannels, outChannels, pixels, groups: groups, hasBias: false, generator: generator, device: device);
        int kernel = difference == PixelDifference.Radial ? 5 : 3;
        return new Conv2d(inChannels, outChannels, kernel, padding: kernel / 2, groups: groups, hasBias: false, generator: generator, device: device);
    }
}
