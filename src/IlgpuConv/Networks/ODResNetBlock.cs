using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>A block of <see cref="ODResNet"/>: the convolutions of its branch are omni-dimensional, that of its shortcut is ordinary.</summary>
public sealed class ODResNetBlock : ResidualBlock
{
    internal ODResNetBlock(int inChannels, int width, int stride, ODResNetOptions options, RandomGenerator? generator, Device? device)
        : base(inChannels, stride, Branch(inChannels, width, stride, options, generator, device), generator, device)
    {
    }

    private static IEnumerable<(Module Convolution, int Channels)> Branch(
        int inChannels, int width, int stride, ODResNetOptions options, RandomGenerator? generator, Device? device)
    {
        (int In, int Out, int Kernel, int Stride)[] convolutions = options.IsBottleneck
            ? [(inChannels, width, 1, 1), (width, width, 3, stride), (width, 4 * width, 1, 1)]
            : [(inChannels, width, 3, stride), (width, width, 3, 1)];
        foreach ((int from, int to, int kernel, int step) in convolutions)
            yield return (new ODConv2d(from, to, kernel, step, kernel / 2, options: options.Convolution, generator: generator, device: device), to);
    }
}
