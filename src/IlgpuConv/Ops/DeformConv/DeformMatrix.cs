namespace IlgpuConv.Ops;

/// <summary>
/// A matrix that is read out of a filter in filter order for a product: element (repeat, tap, k, o) is at
/// <c>First + repeat StrideRepeat + tap StrideTap + k StrideIn + o StrideOut</c>; sums run over taps and k.
/// </summary>
internal readonly record struct DeformMatrix(
    int First, int Repeats, int StrideRepeat, int Taps, int StrideTap, int In, int StrideIn, int Out, int StrideOut)
{
    /// <summary>Terms of a sum.</summary>
    public int Sum => Taps * In;

    /// <summary>Samples of weight group <paramref name="group"/> to its outputs.</summary>
    public static DeformMatrix Forward(ConvShape conv, int pitch, int group) =>
        new(group * conv.GroupOut, 1, 0, conv.Taps, conv.GroupIn * pitch, conv.GroupIn, pitch, conv.GroupOut, 1);

    /// <summary>The way back; the samples of more than one weight group lie apart, so each tap is a product of its own then.</summary>
    public static DeformMatrix Columns(ConvShape conv, int pitch, int group)
    {
        bool isOne = conv.Groups == 1;
        int tap = conv.GroupIn * pitch;
        return new(
            group * conv.GroupOut, isOne ? 1 : conv.Taps, isOne ? 0 : tap, 1, 0, conv.GroupOut, 1, isOne ? conv.Taps * conv.GroupIn : conv.GroupIn, pitch);
    }

    /// <summary>What pixels collected of dy, per tap, to some input channels of a weight group.</summary>
    public static DeformMatrix Input(ConvShape conv, int pitch, int group, int firstChannel, int channels) => new(
        group * conv.GroupOut + (firstChannel - group * conv.GroupIn) * pitch, 1, 0, conv.Taps, conv.GroupIn * pitch, conv.GroupOut, 1, channels, pitch);
}
