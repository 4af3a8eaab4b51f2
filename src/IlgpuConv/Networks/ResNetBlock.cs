using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>
/// A residual block, <c>relu(branch(x) + shortcut(x))</c>: each convolution is followed by batch normalisation, all but the last by a
/// rectifier too, and the shortcut is a 1x1 convolution where the shape changes. The stride is that of the 3x3 convolution.
/// </summary>
/// <remarks>State: <c>conv1.*, bn1.*, conv2.*, bn2.*</c>, of a bottleneck <c>conv3.*, bn3.*</c>, and <c>downsample.0.*, downsample.1.*</c>.</remarks>
public sealed class ResNetBlock : Module
{
    private readonly List<(Conv2d Convolution, BatchNorm2d Norm)> _branch = [];
    private readonly Sequential? _shortcut;

    internal ResNetBlock(int inChannels, int width, int stride, ResNetOptions options, RandomGenerator? generator, Device? device)
    {
        OutChannels = options.IsBottleneck ? 4 * width : width;
        int groups = options.Groups, inner = options.GroupWidth is { } each ? groups * (each * width / options.Width) : groups * width;
        (int In, int Out, int Kernel, int Stride, int Groups)[] convolutions = options.IsBottleneck
            ? [(inChannels, inner, 1, 1, 1), (inner, inner, 3, stride, groups), (inner, OutChannels, 1, 1, 1)]
            : [(inChannels, width, 3, stride, 1), (width, width, 3, 1, 1)];
        for (int i = 0; i < convolutions.Length; i++)
        {
            (int from, int to, int kernel, int step, int parts) = convolutions[i];
            _branch.Add((
                AddModule($"conv{i + 1}", NetworkParts.Convolution(from, to, kernel, step, parts, generator, device)),
                AddModule($"bn{i + 1}", new BatchNorm2d(to, device: device))));
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
