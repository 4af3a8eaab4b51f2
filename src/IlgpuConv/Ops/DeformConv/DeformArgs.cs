namespace IlgpuConv.Ops;

/// <summary>The arguments of the sampling kernels.</summary>
/// <param name="D">Depth; one position and one tap for an image.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
/// <param name="Axes">Axes that have offsets: the last ones of the three.</param>
/// <param name="Channels">Channels of the input.</param>
/// <param name="GroupChannels">Channels of an offset group.</param>
/// <param name="OffsetGroups">Offset groups.</param>
/// <param name="Masked">1 where there is a mask.</param>
/// <param name="SourcePitch">Elements between neighbouring input positions.</param>
/// <param name="OffsetPitch">Elements between the offsets of neighbouring output positions.</param>
/// <param name="MaskPitch">Elements between the masks of neighbouring output positions.</param>
/// <param name="ColumnPitch">Elements between the samples of neighbouring output positions.</param>
internal readonly record struct DeformArgs(
    DeformAxis D, DeformAxis H, DeformAxis W, int Axes, int Channels, int GroupChannels, int OffsetGroups, int Masked, int SourcePitch,
    int OffsetPitch, int MaskPitch, int ColumnPitch)
{
    /// <summary>Taps of the filter.</summary>
    public int Taps => D.Taps * H.Taps * W.Taps;

    /// <summary>Output positions of an image.</summary>
    public int Places => D.Destination * H.Destination * W.Destination;

    /// <summary>The arguments for tensors that lie as given; a pitch of what a kernel does not use may be 0.</summary>
    public static DeformArgs Of(DeformShape shape, DeformOrder order, bool isMasked, int source, int offset, int mask, int column)
    {
        IReadOnlyList<ConvAxis> axes = shape.Conv.Axes;
        ConvAxis? Axis(int fromLast) => axes.Count >= fromLast ? axes[axes.Count - fromLast] : null;
        return new(
            DeformAxis.Of(Axis(3), order.D), DeformAxis.Of(Axis(2), order.H), DeformAxis.Of(Axis(1), order.W), axes.Count, shape.Conv.InChannels,
            shape.GroupChannels, shape.OffsetGroups, isMasked ? 1 : 0, source, offset, mask, column);
    }
}
