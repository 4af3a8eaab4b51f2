namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="ChannelPoolKernels"/> takes.</summary>
internal readonly struct ChannelPoolArgs(int pixels, int channels, int pitch, int pairPitch)
{
    /// <summary>Pixels that a group owns.</summary>
    public const int StripPixels = 32;

    public readonly int Pixels = pixels;
    public readonly int Channels = channels;

    /// <summary>Elements from one pixel of the image to the next.</summary>
    public readonly int Pitch = pitch;

    /// <summary>Elements from one pixel of the pairs to the next.</summary>
    public readonly int PairPitch = pairPitch;
}
