using IlgpuConv.Ops;

namespace IlgpuConv.Networks;

/// <summary>The sizes of an <see cref="ODResNet"/>.</summary>
public sealed record ODResNetOptions
{
    /// <summary>Channels of the image.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Blocks of each of the four stages.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [2, 2, 2, 2];

    /// <summary>Channels of the first stage; each further one has twice as many.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Whether a block is 1x1, 3x3, 1x1 with four times the channels at its end, instead of two convolutions 3x3.</summary>
    public bool IsBottleneck { get; init; }

    /// <summary>
    /// Whether the first convolution is an ordinary one, as in the authors' networks: it sees raw pixels, whose means say little, and costs
    /// most per filter.
    /// </summary>
    public bool IsFirstLayerStatic { get; init; } = true;

    /// <summary>The kernels and attentions of the dynamic convolutions.</summary>
    public ODConvOptions Convolution { get; init; } = new() { Kernels = 1 };

    /// <summary>18 layers, 11,943,944 parameters with one kernel and 44,901,640 with four.</summary>
    public static ODResNetOptions ResNet18 => new();

    /// <summary>50 layers, 28,635,112 parameters with one kernel and 90,670,888 with four.</summary>
    public static ODResNetOptions ResNet50 => new() { Blocks = [3, 4, 6, 3], IsBottleneck = true };
}
