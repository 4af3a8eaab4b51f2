namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="ResNet"/>.</summary>
public sealed record ResNetOptions
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

    /// <summary>Groups of a bottleneck's 3x3 convolution; more than 1 makes a ResNeXt (Xie et al. 2017).</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Channels of a group of a bottleneck in the first stage; null for <see cref="Width"/>.</summary>
    public int? GroupWidth { get; init; }

    /// <summary>
    /// Whether images are small, about 32x32: the network begins with a 3x3 convolution of stride 1 and no pooling, instead of 7x7 with
    /// stride 2 and a maximum of 3x3 with stride 2.
    /// </summary>
    public bool IsForSmallImages { get; init; }

    /// <summary>18 layers; 11,689,512 parameters.</summary>
    public static ResNetOptions ResNet18 => new();

    /// <summary>34 layers; 21,797,672 parameters.</summary>
    public static ResNetOptions ResNet34 => new() { Blocks = [3, 4, 6, 3] };

    /// <summary>50 layers; 25,557,032 parameters.</summary>
    public static ResNetOptions ResNet50 => new() { Blocks = [3, 4, 6, 3], IsBottleneck = true };

    /// <summary>101 layers; 44,549,160 parameters.</summary>
    public static ResNetOptions ResNet101 => new() { Blocks = [3, 4, 23, 3], IsBottleneck = true };

    /// <summary>50 layers with 32 groups of 4 channels; 25,028,904 parameters.</summary>
    public static ResNetOptions ResNeXt50 => ResNet50 with { Groups = 32, GroupWidth = 4 };
}
