using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// An inverted residual block (Sandler et al. 2018): 1x1 to more channels, 3x3 of each channel alone, 1x1 to few channels without an
/// activation; where the shape stays the input is added.
/// </summary>
/// <remarks>State: <c>conv.0.0.*, conv.0.1.*</c> and so on; without expansion the first 1x1 convolution is missing.</remarks>
public sealed class InvertedResidual : Module
{
    private readonly Sequential _branch;
    private readonly BatchNorm2d _norm;

    internal InvertedResidual(int inChannels, int outChannels, int stride, int expansion, RandomGenerator? generator, Device? device)
    {
        (OutChannels, HasShortcut) = (outChannels, stride == 1 && inChannels == outChannels);
        int inner = expansion * inChannels;
        var branch = new Sequential();
        if (expansion != 1) branch.Add(MobileNetV2.Part(inChannels, inner, 1, 1, 1, generator, device));
        branch.Add(MobileNetV2.Part(inner, inner, 3, stride, inner, generator, device));
        branch.Add(NetworkParts.Convolution(inner, outChannels, 1, 1, 1, generator, device));
        branch.Add(_norm = new BatchNorm2d(outChannels, device: device));
        _branch = AddModule("conv", branch);
    }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <summary>Whether the input is added.</summary>
    public bool HasShortcut { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = input;
        for (int i = 0; i + 1 < _branch.Count; i++) value = NetworkParts.Run(_branch[i], value);
        return scope.Keep(_norm.Forward(value, NormActivation.None, HasShortcut ? input : null));
    }
}
