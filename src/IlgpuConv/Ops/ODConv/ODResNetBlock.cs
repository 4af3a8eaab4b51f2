using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// A residual block of omni-dimensional convolutions, <c>relu(branch(x) + shortcut(x))</c>: each convolution is followed by batch
/// normalisation, and the shortcut is an ordinary 1x1 convolution where the shape changes.
/// </summary>
/// <remarks>State: <c>conv1.*, bn1.*, conv2.*, bn2.*</c>, of a bottleneck <c>conv3.*, bn3.*</c>, and <c>downsample.0.*, downsample.1.*</c>.</remarks>
public sealed class ODResNetBlock : Module
{
    private readonly List<(Module Convolution, BatchNorm2d Norm)> _branch = [];
    private readonly Sequential? _shortcut;

    internal ODResNetBlock(int inChannels, int width, int stride, ODResNetOptions options, RandomGenerator? generator, Device? device)
    {
        OutChannels = options.IsBottleneck ? 4 * width : width;
        (int In, int Out, int Kernel, int Stride)[] convolutions = options.IsBottleneck
            ? [(inChannels, width, 1, 1), (width, width, 3, stride), (width, OutChannels, 1, 1)]
            : [(inChannels, width, 3, stride), (width, width, 3, 1)];
        for (int i = 0; i < convolutions.Length; i++)
        {
            (int from, int to, int kernel, int step) = convolutions[i];
            _branch.Add((
                AddModule($"conv{i + 1}", new ODConv2d(from, to, kernel, step, kernel / 2, options: options.Convolution, generator: generator, device: device)),
                AddModule($"bn{i + 1}", new BatchNorm2d(to, device: device))));
        }
        if (stride == 1 && inChannels == OutChannels) return;
        Conv2d shortcut = new(inChannels, OutChannels, 1, stride, hasBias: false, generator: generator, device: device);
        ODResNet.HeNormal(shortcut.Weight, generator, device);
        _shortcut = AddModule("downsample", new Sequential(shortcut, new BatchNorm2d(OutChannels, device: device)));
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
