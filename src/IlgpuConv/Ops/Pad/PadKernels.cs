namespace IlgpuConv.Ops;

/// <summary>
/// Padding and its adjoint. Lanes are channels; a group owns one row of the side that it writes. The adjoint asks of each input element
/// which outputs took it, so that every sum has one owner and one order.
/// </summary>
internal static class PadKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, PadArgs a, float fill)
    {
        int row = Grid.IdxY;
        int h = Taken(a.H, row % a.H.Destination);
        row /= a.H.Destination;
        int d = Taken(a.D, row % a.D.Destination), n = row / a.D.Destination;
        bool isInside = d >= 0 && h >= 0;
        int line = ((n * a.D.Source + d) * a.H.Source + h) * a.W.Source;
        int target = Grid.IdxY * a.W.Destination;
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < a.Channels)
        {
            for (int o = 0; o < a.W.Destination; o++)
            {
                int w = Taken(a.W, o);
                y[(target + o) * a.DestinationPitch + c] = isInside && w >= 0 ? x[(line + w) * a.SourcePitch + c] : fill;
            }
        }
    }

    /// <summary><c>dx[i]</c> = the sum of <c>dy[o]</c> over the outputs o that took element i.</summary>
    [Kernel]
    internal static void Adjoint(ArrayView<float> dy, ArrayView<float> dx, PadArgs a)
    {
        int row = Grid.IdxY;
        int h = row % a.H.Source;
        row /= a.H.Source;
        int d = row % a.D.Source, n = row / a.D.Source;
        int lastD = Last(a.D, d), lastH = Last(a.H, h);
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        if (c < a.Channels)
        {
            for (int w = 0; w < a.W.Source; w++)
            {
                int lastW = Last(a.W, w);
                float sum = 0f;
                for (int familyD = 0; familyD < a.D.Families; familyD++)
                {
                    for (int od = First(a.D, d, familyD); od <= lastD; od += a.D.Apart)
                    {
                        for (int familyH = 0; familyH < a.H.Families; familyH++)
                        {
                            for (int oh = First(a.H, h, familyH); oh <= lastH; oh += a.H.Apart)
                            {
                                int line = ((n * a.D.Destination + od) * a.H.Destination + oh) * a.W.Destination;
                                for (int familyW = 0; familyW < a.W.Families; familyW++)
                                {
                                    for (int ow = First(a.W, w, familyW); ow <= lastW; ow += a.W.Apart)
                                        sum += dy[(line + ow) * a.DestinationPitch + c];
                                }
                            }
                        }
                    }
                }
                dx[(Grid.IdxY * a.W.Source + w) * a.SourcePitch + c] = sum;
            }
        }
    }

    /// <summary>The element that an output takes, or -1.</summary>
    private static int Taken(in PadAxis axis, int o)
    {
        int i = o - axis.Low;
        if (axis.Step > 1) return i >= 0 && i % axis.Step == 0 && i / axis.Step < axis.Source ? i / axis.Step : -1;
        if (i >= 0 && i < axis.Source) return i;
        if (axis.Clamps != 0) return i < 0 ? 0 : axis.Source - 1;
        if (axis.Period == 0) return -1;
        i %= axis.Period;
        if (i < 0) i += axis.Period;
        return i < axis.Source ? i : axis.Period - axis.Edge - i;
    }

    /// <summary>The first output of a family that takes an element; the number of outputs or more where none does.</summary>
    private static int First(in PadAxis axis, int i, int family)
    {
        int o = i * axis.Step + axis.Low;
        if (axis.Period > 0)
        {
            if (family == 1)
            {
                // An edge that is not repeated is its own mirror image.
                if (axis.Edge == 0 && (i == 0 || i == axis.Source - 1)) return axis.Destination;
                o = axis.Low - i - axis.Edge;
            }
            o %= axis.Period;
            return o < 0 ? o + axis.Period : o;
        }
        if (axis.Clamps != 0) return i == 0 ? 0 : XMath.Max(o, 0);
        return o < 0 ? axis.Destination : o;
    }

    /// <summary>The last output that may take an element.</summary>
    private static int Last(in PadAxis axis, int i)
    {
        int end = axis.Destination - 1;
        if (axis.Period > 0 || (axis.Clamps != 0 && i == axis.Source - 1)) return end;
        return XMath.Min(i * axis.Step + axis.Low, end);
    }
}
