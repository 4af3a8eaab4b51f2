using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Networks;

/// <summary>A block of <see cref="ResNet"/>: two convolutions of 3x3, or a bottleneck of 1x1, 3x3 in groups and 1x1. The stride is that of the first of 3x3.</summary>
public sealed class ResNetBlock : ResidualBlock
{
    internal ResNetBlock(int inChannels, int width, int stride, ResNetOptions options, RandomGenerator? generator, Device? device)
        : base(inChannels, stride, Branch(inChannels, width, stride, options, generator, device), generator, device)
    {
    }

    private static IEnumerable<(Module Convolution, int Channels)> Branch(
        int inChannels, int width, int stride, ResNetOptions options, RandomGenerator? generator, Device? device)
    {
        int groups = options.Groups, inner = options.GroupWidth is { } each ? groups * (each * width / options.Width) : groups * width;
        (int In, int Out, int Kernel, int Stride, int Groups)[] convolutions = options.IsBottleneck
            ? [(inChannels, inner, 1, 1, 1), (inner, inner, 3, stride, groups), (inner, 4 * width, 1, 1, 1)]
            : [(inChannels, width, 3, stride, 1), (width, width, 3, 1, 1)];
        foreach ((int from, int to, int kernel, int step, int parts) in convolutions)
            yield return (NetworkParts.Convolution(from, to, kernel, step, parts, generator, device), to);
    }
}
