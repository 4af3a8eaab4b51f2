using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A residual block whose channels live at full and at half size: <c>y = relu(x' + bn(conv(relu(bn(conv(x))))))</c> with octave convolutions of
/// 3 x 3 and normalisation of each size by itself; <c>x'</c> is the input, or an octave convolution of 1 x 1 of it where sizes or channels change. With
/// α of 0 it is ResNet's basic block.
/// </summary>
public sealed class OctaveResidualBlock2d : Module
{
    private readonly OctaveConv2d _first, _second;
    private readonly OctaveConv2d? _shortcut;
    private readonly (BatchNorm2d? High, BatchNorm2d? Low) _firstNorm, _secondNorm, _shortcutNorm;

    /// <summary>Makes the block; <c>floor(α C)</c> channels are low.</summary>
    /// <param name="inChannels">Channels of both inputs together.</param>
    /// <param name="outChannels">Channels of both outputs together.</param>
    /// <param name="alphaIn">The part of the input that is low, 0 to 1.</param>
    /// <param name="alphaOut">The part of the output that is low, 0 to 1.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="lowPass">How images are halved.</param>
    /// <param name="generator">Where the first values come from.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">A size is below 1, α outside 0 to 1, or the stride neither 1 nor 2.</exception>
    public OctaveResidualBlock2d(
        int inChannels, int outChannels, double alphaIn = 0.5, double alphaOut = 0.5, int stride = 1, OctaveLowPass lowPass = OctaveLowPass.Average,
        RandomGenerator? generator = null, Device? device = null)
    {
        OctaveConv2d Convolution(string name, int from, int kernel, double alpha, int step) => AddModule(name, new OctaveConv2d(
            from, outChannels, kernel, alpha, alphaOut, step, kernel / 2, hasBias: false, lowPass: lowPass, generator: generator, device: device));
        (BatchNorm2d? High, BatchNorm2d? Low) Norm(string name, OctaveConv2d conv) => (
            conv.HighOut == 0 ? null : AddModule($"{name}_high", new BatchNorm2d(conv.HighOut, device: device)),
            conv.LowOut == 0 ? null : AddModule($"{name}_low", new BatchNorm2d(conv.LowOut, device: device)));

        _first = Convolution("conv1", inChannels, 3, alphaIn, stride);
        _firstNorm = Norm("bn1", _first);
        _second = Convolution("conv2", outChannels, 3, alphaOut, 1);
        _secondNorm = Norm("bn2", _second);
        if (stride == 1 && _first.HighIn == _first.HighOut && _first.LowIn == _first.LowOut) return;
        _shortcut = Convolution("shortcut", inChannels, 1, alphaIn, stride);
        _shortcutNorm = Norm("shortcut_bn", _shortcut);
    }

    /// <summary>Both outputs of both inputs; one that has no channels is null.</summary>
    /// <param name="high"><c>[N, (1 - α) C, H, W]</c>, or null where there are no such channels.</param>
    /// <param name="low"><c>[N, α C, ceil(H / 2), ceil(W / 2)]</c>, or null.</param>
    /// <exception cref="ArgumentException">An input is missing or one too many, or the sizes do not fit.</exception>
    public (Tensor? High, Tensor? Low) Forward(Tensor? high, Tensor? low)
    {
        (Tensor? y, Tensor? z) = Normalise(_firstNorm, _first.Forward(high, low));
        (y, z) = Normalise(_secondNorm, _second.Forward(y?.Relu(), z?.Relu()));
        (Tensor? h, Tensor? l) = _shortcut is null ? (high, low) : Normalise(_shortcutNorm, _shortcut.Forward(high, low));
        return (y is null ? null : (y + h!).Relu(), z is null ? null : (z + l!).Relu());
    }

    /// <summary>The output of a block whose input and output are at full size alone.</summary>
    /// <exception cref="ArgumentException">There are channels at half size: the other method takes both images.</exception>
    public override Tensor Forward(Tensor input) => _first.LowIn == 0 && _first.LowOut == 0
        ? Forward(input, null).High!
        : throw new ArgumentException($"[octave conv] a block with channels at half size has two images. Got one for {_first.LowIn} low channels in and {_first.LowOut} out.");

    private static (Tensor? High, Tensor? Low) Normalise((BatchNorm2d? High, BatchNorm2d? Low) norm, (Tensor? High, Tensor? Low) images) =>
        (images.High is null ? null : norm.High!.Forward(images.High), images.Low is null ? null : norm.Low!.Forward(images.Low));
}
