using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The sizes of a deformable convolution, computed and checked here and nowhere else: those of the convolution, and how many groups of
/// input channels have offsets of their own.
/// </summary>
internal sealed class DeformShape
{
    private DeformShape(ConvShape conv, int offsetGroups, bool isMasked)
    {
        (Conv, OffsetGroups, IsMasked) = (conv, offsetGroups, isMasked);
        int[] outputs = [.. conv.Axes.Select(a => a.Output)];
        Offset = [conv.Batch, checked(offsetGroups * conv.Taps * conv.Axes.Count), .. outputs];
        Mask = Offset.With(1, offsetGroups * conv.Taps);
        Columns = Offset.With(1, checked(conv.Taps * conv.InChannels));
        Positions = checked((int)(conv.Batch * conv.OutputPixels));
    }

    /// <summary>The convolution.</summary>
    public ConvShape Conv { get; }

    /// <summary>Groups of input channels that share offsets and masks.</summary>
    public int OffsetGroups { get; }

    /// <summary>Whether samples are multiplied by a mask.</summary>
    public bool IsMasked { get; }

    /// <summary>The shape of the offsets, <c>[N, G kernel axes, output...]</c>.</summary>
    public Shape Offset { get; }

    /// <summary>The shape of the masks, <c>[N, G kernel, output...]</c>.</summary>
    public Shape Mask { get; }

    /// <summary>The shape of all samples, channels within taps: <c>[N, kernel C, output...]</c>.</summary>
    public Shape Columns { get; }

    /// <summary>Output positions of the batch.</summary>
    public int Positions { get; }

    /// <summary>Channels of an offset group.</summary>
    public int GroupChannels => Conv.InChannels / OffsetGroups;

    /// <summary>Multiply-adds of interpolating all samples: one for each of the <c>2^axes</c> neighbours, <c>4 C taps positions</c> in images.</summary>
    public double SamplingMultiplyAdds => (double)Columns.Elements * (1 << Conv.Axes.Count);

    /// <summary>Checks the sizes; the number of offset groups follows from the offsets.</summary>
    /// <exception cref="ArgumentException">They do not fit; the message names all of them.</exception>
    public static DeformShape Of(
        Shape input, Shape offset, Shape weight, Shape? bias, Shape? mask, IReadOnlyList<ConvMovement> movement, int groups)
    {
        ConvShape conv = ConvShape.Of("deform", input, weight, bias, movement, groups);
        int each = checked(conv.Taps * conv.Axes.Count);
        int offsetGroups = offset.Rank > 1 ? offset[1] / each : 0;
        string got = $"Got offset {offset}, mask {mask?.ToString() ?? "none"} for {conv}.";
        if (offsetGroups < 1 || offset[1] != offsetGroups * each || conv.InChannels % offsetGroups != 0)
        {
            throw new ArgumentException(
                $"[deform] offsets must have {each} channels, {conv.Axes.Count} for each of {conv.Taps} taps, times offset groups that divide the input channels. {got}",
                nameof(offset));
        }
        var shape = new DeformShape(conv, offsetGroups, mask is not null);
        if (offset != shape.Offset)
            throw new ArgumentException($"[deform] offsets must be {shape.Offset}: one set for each output position. {got}", nameof(offset));
        if (mask is not null && mask != shape.Mask)
            throw new ArgumentException($"[deform] the mask must be {shape.Mask}: one number for each tap, offset group and output position. {got}", nameof(mask));
        return shape;
    }
}
