using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A residual block, <c>relu(branch(x) + shortcut(x))</c>: each convolution is followed by batch normalisation, all but the last by a
/// rectifier too, and the shortcut is an ordinary 1x1 convolution where the shape changes.
/// </summary>
/// <remarks>State: <c>conv1.*, bn1.*, conv2.*, bn2.*</c>, of a bottleneck <c>conv3.*, bn3.*</c>, and <c>downsample.0.*, downsample.1.*</c>.</remarks>
public abstract class ResidualBlock : Module
{
    private readonly List<(Module Convolution, BatchNorm2d Norm)> _branch = [];
    private readonly Sequential? _shortcut;

    /// <summary>A block of the convolutions of a branch, each with the channels that it makes.</summary>
    private protected ResidualBlock(
        int inChannels, int stride, IEnumerable<(Module Convolution, int Channels)> branch, RandomGenerator? generator, Device? device)
    {
        foreach ((Module convolution, int channels) in branch)
        {
            int number = _branch.Count + 1;
            _branch.Add((AddModule($"conv{number}", convolution), AddModule($"bn{number}", new BatchNorm2d(channels, device: device))));
            OutChannels = channels;
        }
        if (stride == 1 && inChannels == OutChannels) return;
        _shortcut = AddModule("downsample", new Sequential(
            NetworkParts.Convolution(inChannels, OutChannels, 1, stride, 1, generator, device), new BatchNorm2d(OutChannels, device: device)));
    }

    /// <summary>Channels of the output.</summary>
    public int OutChannels { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        using var scope = new TensorScope();
        Tensor value = input;
        for (int i = 0; i < _branch.Count; i++)
            value = _branch[i].Norm.Forward(_branch[i].Convolution.Forward(value), NormActivation.Relu, i + 1 < _branch.Count ? null : Shortcut(input));
        return scope.Keep(value);
    }

    private Tensor Shortcut(Tensor input) => _shortcut is null ? input : _shortcut.Forward(input);
}
