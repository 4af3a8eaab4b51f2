using IlgpuConv.Ops;

namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="DynamicConvNet"/>.</summary>
public sealed record DynamicConvNetOptions
{
    /// <summary>Channels of the image.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Channels after the first convolution.</summary>
    public int FirstChannels { get; init; } = 64;

    /// <summary>Channels after the second convolution.</summary>
    public int SecondChannels { get; init; } = 128;

    /// <summary>Height and width before the classifier, whatever the size of the image.</summary>
    public int PooledSize { get; init; } = 7;

    /// <summary>Whether each normalisation is followed by attention over the channels (squeeze and excitation).</summary>
    public bool HasAttention { get; init; }

    /// <summary>How filters are generated; null for ordinary convolutions of the same sizes.</summary>
    public GeneratedConvOptions? Filters { get; init; } = new();

    /// <summary>
    /// The network for digits of 8x8 with one channel: 16 and 32 channels, filters made of an ordinary and a generated part.
    /// </summary>
    public static DynamicConvNetOptions Digits => new()
    {
        InChannels = 1,
        Classes = 10,
        FirstChannels = 16,
        SecondChannels = 32,
        PooledSize = 2,
        Filters = new GeneratedConvOptions { Variant = FilterVariant.Residual, Hidden = 4 },
    };

    /// <summary>The static twin of <see cref="Digits"/>: the same widths with ordinary convolutions.</summary>
    public static DynamicConvNetOptions StaticDigits => Digits with { Filters = null };
}
