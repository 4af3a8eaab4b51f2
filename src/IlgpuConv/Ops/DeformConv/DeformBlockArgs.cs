namespace IlgpuConv.Ops;

/// <summary>The arguments of the kernels that work on a block of positions in a chain.</summary>
/// <param name="H">Height; one position and one tap for a signal.</param>
/// <param name="W">Width.</param>
/// <param name="Axes">Axes that have offsets, 1 or 2.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="OffsetGroups">Offset groups.</param>
/// <param name="Masked">1 where there is a mask.</param>
/// <param name="SourcePitch">Elements between neighbouring input positions.</param>
/// <param name="OffsetPitch">Elements between the offsets of neighbouring output positions.</param>
/// <param name="MaskPitch">Elements between the masks of neighbouring output positions.</param>
/// <param name="Positions">Output positions of the batch.</param>
/// <param name="First">The first position of the first block.</param>
/// <param name="Step">Positions from one block to the next.</param>
/// <param name="Row">Elements of the workspace between neighbouring positions.</param>
/// <param name="PartsAt">Where in the workspace the sums of lanes begin.</param>
/// <param name="Lanes">Lanes that have such sums.</param>
internal readonly record struct DeformBlockArgs(
    DeformAxis H, DeformAxis W, int Axes, int Channels, int OffsetGroups, int Masked, int SourcePitch, int OffsetPitch, int MaskPitch, int Positions,
    int First, int Step, int Row, int PartsAt, int Lanes)
{
    /// <summary>Channels of an offset group.</summary>
    public int GroupChannels => Channels / OffsetGroups;

    /// <summary>Taps of the filter.</summary>
    public int Taps => H.Taps * W.Taps;

    /// <summary>Offsets of a position: taps of each offset group.</summary>
    public int Sets => H.Taps * W.Taps * OffsetGroups;

    /// <summary>The arguments for tensors that lie as given.</summary>
    public static DeformBlockArgs Of(DeformShape shape, int source, int offset, int mask, int row)
    {
        IReadOnlyList<ConvAxis> axes = shape.Conv.Axes;
        return new(
            DeformAxis.Of(axes.Count > 1 ? axes[0] : null, 0), DeformAxis.Of(axes[^1], 0), axes.Count, shape.Conv.InChannels, shape.OffsetGroups,
            shape.IsMasked ? 1 : 0, source, offset, mask, shape.Positions, 0, 0, row, 0, 0);
    }
}
