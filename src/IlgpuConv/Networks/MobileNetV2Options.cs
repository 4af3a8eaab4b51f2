namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="MobileNetV2"/>.</summary>
public sealed record MobileNetV2Options
{
    /// <summary>Channels of the image.</summary>
    public int InChannels { get; init; } = 3;

    /// <summary>The number of classes.</summary>
    public int Classes { get; init; } = 1000;

    /// <summary>Factor of all channel counts, which are rounded to multiples of 8; the last convolution never has fewer than 1280.</summary>
    public double Width { get; init; } = 1;

    /// <summary>The probability of dropping a feature before the linear layer, in training.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>
    /// Whether images are small, about 32x32: the first convolution and the stage of 24 channels have stride 1 instead of 2, so that the
    /// last map is an eighth of the image on each side and not a thirty-second.
    /// </summary>
    public bool IsForSmallImages { get; init; }
}
