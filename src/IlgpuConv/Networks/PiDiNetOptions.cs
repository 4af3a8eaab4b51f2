using IlgpuConv.Ops;

namespace IlgpuConv.Networks;

/// <summary>The sizes of a <see cref="PiDiNet"/>.</summary>
public sealed record PiDiNetOptions
{
    private static readonly PixelDifference?[] s_cycle = [PixelDifference.Central, PixelDifference.Angular, PixelDifference.Radial, null];

    /// <summary>20 channels in the first stage: 84,477 parameters.</summary>
    public static PiDiNetOptions Tiny { get; } = new();

    /// <summary>30 channels: 183,763 parameters.</summary>
    public static PiDiNetOptions Small { get; } = new() { Channels = 30, DilationChannels = 12 };

    /// <summary>60 channels: 710,149 parameters.</summary>
    public static PiDiNetOptions Full { get; } = new() { Channels = 60, DilationChannels = 24 };

    /// <summary>Channels of the first stage, C; the others have 2 C, 4 C and 4 C.</summary>
    public int Channels { get; init; } = 20;

    /// <summary>Channels of the dilated convolutions beside each stage, or 0 for none of them.</summary>
    public int DilationChannels { get; init; } = 8;

    /// <summary>Whether a map of weights for the pixels is multiplied to each stage's result.</summary>
    public bool HasAttention { get; init; } = true;

    /// <summary>
    /// The difference of each of the 16 convolutions of 3 x 3, null for a plain one; by default central, angular, radial, plain in turn, the
    /// authors' <c>carv4</c>.
    /// </summary>
    public IReadOnlyList<PixelDifference?> Differences { get; init; } = [.. Enumerable.Range(0, 16).Select(i => s_cycle[i % 4])];

    internal void Check()
    {
        if (Channels < 1 || DilationChannels < 0 || Differences.Count != 16)
        {
            throw new ArgumentException(
                "[pidinet] there must be at least 1 channel, 0 or more of dilated convolutions, and 16 differences. " +
                $"Got channels {Channels}, dilationChannels {DilationChannels}, {Differences.Count} differences.");
        }
    }
}
