namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="DenseNet"/>.</summary>
public sealed record DenseNetOptions
{
    /// <summary>Channels of the image.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Layers of each block.</summary>
    public IReadOnlyList<int> Blocks { get; init; } = [6, 12, 24, 16];

    /// <summary>Channels that each layer adds.</summary>
    public int Growth { get; init; } = 32;

    /// <summary>Channels after the first convolution.</summary>
    public int FirstChannels { get; init; } = 64;

    /// <summary>How many times <see cref="Growth"/> the 1x1 convolution of a layer makes.</summary>
    public int Bottleneck { get; init; } = 4;

    /// <summary>121 layers; 7,978,856 parameters.</summary>
    public static DenseNetOptions DenseNet121 => new();

    /// <summary>169 layers; 14,149,480 parameters.</summary>
    public static DenseNetOptions DenseNet169 => new() { Blocks = [6, 12, 32, 32] };
}
