namespace IlgpuConv.Ops;

/// <summary>
/// Deformable sampling in one to three axes, and what its derivatives are made of. A sample of channel c for tap t of position p is
/// <c>m Σ over corners of their weight times x[corner, c]</c>, corners beyond the image 0; the weights along an axis are
/// <c>1 - l, l</c>, or <c>-1, 1</c> for the derivative along it. Lanes are channels of an offset group.
/// </summary>
internal static class DeformSamplingKernels
{
    /// <summary>All samples, <c>[position, tap, channel]</c>. Grid: y positions, z taps of each offset group.</summary>
    [Kernel]
    internal static void Sample(ArrayView<float> x, ArrayView<float> offset, ArrayView<float> mask, ArrayView<float> columns, DeformArgs a)
    {
        int p = Grid.IdxY, set = Grid.IdxZ;
        int q = set / a.Taps;
        int tap = set - q * a.Taps;
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        float factor = a.Masked != 0 ? mask[p * a.MaskPitch + set] : 1f;
        if (lane < a.GroupChannels)
            columns[p * a.ColumnPitch + tap * a.Channels + q * a.GroupChannels + lane] = factor * Value(x, offset, a, p, tap, set, q * a.GroupChannels + lane);
    }

    /// <summary>
    /// <c>Σ over channels of g times the sample without mask</c>, what masks and offsets get, as one part for each lane: <c>parts[p, set, lane]</c>.
    /// Grid: x one group, y positions, z taps of each offset group.
    /// </summary>
    [Kernel]
    internal static void Contract(ArrayView<float> g, ArrayView<float> x, ArrayView<float> offset, ArrayView<float> parts, DeformArgs a)
    {
        int p = Grid.IdxY, set = Grid.IdxZ;
        int q = set / a.Taps;
        int tap = set - q * a.Taps;
        int first = q * a.GroupChannels;
        float sum = 0f;
        for (int c = 0; c < a.GroupChannels; c += Group.DimX)
        {
            int lane = c + Group.IdxX;
            if (lane < a.GroupChannels) sum += g[p * a.ColumnPitch + tap * a.Channels + first + lane] * Value(x, offset, a, p, tap, set, first + lane);
        }
        parts[(p * a.MaskPitch + set) * Group.DimX + Group.IdxX] = sum;
    }

    /// <summary><c>r[i] = Σ_j parts[i, j]</c>, in order.</summary>
    [Kernel]
    internal static void SumLanes(ArrayView<float> parts, ArrayView<float> r, int lanes, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length)
        {
            float sum = 0f;
            for (int j = 0; j < lanes; j++) sum += parts[i * lanes + j];
            r[i] = sum;
        }
    }

    /// <summary>
    /// The adjoint of sampling: <c>dx[corner, c] += m g weight(corner)</c>. A lane owns a channel of an image and adds in the order of the
    /// positions. Grid: y images, z offset groups.
    /// </summary>
    [Kernel]
    internal static void Scatter(ArrayView<float> g, ArrayView<float> offset, ArrayView<float> mask, ArrayView<float> dx, DeformArgs a)
    {
        int n = Grid.IdxY, q = Grid.IdxZ;
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        int pixels = a.D.Source * a.H.Source * a.W.Source;
        if (lane < a.GroupChannels)
        {
            int c = q * a.GroupChannels + lane;
            for (int i = 0; i < pixels; i++) dx[(n * pixels + i) * a.SourcePitch + c] = 0f;
            for (int place = 0; place < a.Places; place++)
            {
                int p = n * a.Places + place;
                for (int tap = 0; tap < a.Taps; tap++)
                {
                    int set = q * a.Taps + tap;
                    float factor = a.Masked != 0 ? mask[p * a.MaskPitch + set] : 1f;
                    float d = 0f, h = 0f, w = 0f;
                    if (Find(offset, a, p, tap, set, ref d, ref h, ref w))
                    {
                        float floorD = XMath.Floor(d), floorH = XMath.Floor(h), floorW = XMath.Floor(w);
                        int firstD = (int)floorD, firstH = (int)floorH, firstW = (int)floorW;
                        float value = factor * g[p * a.ColumnPitch + tap * a.Channels + c];
                        for (int kd = 0; kd < 2; kd++)
                        {
                            for (int kh = 0; kh < 2; kh++)
                            {
                                for (int kw = 0; kw < 2; kw++)
                                {
                                    int sd = firstD + kd, sh = firstH + kh, sw = firstW + kw;
                                    if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source && sw >= 0 && sw < a.W.Source)
                                    {
                                        float weight = Corner(d - floorD, kd, a.D.Order) * Corner(h - floorH, kh, a.H.Order) * Corner(w - floorW, kw, a.W.Order);
                                        dx[(((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source + sw) * a.SourcePitch + c] += weight * value;
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static float Value(ArrayView<float> x, ArrayView<float> offset, in DeformArgs a, int p, int tap, int set, int c)
    {
        float sum = 0f, d = 0f, h = 0f, w = 0f;
        if (Find(offset, a, p, tap, set, ref d, ref h, ref w))
        {
            int n = p / a.Places;
            float floorD = XMath.Floor(d), floorH = XMath.Floor(h), floorW = XMath.Floor(w);
            int firstD = (int)floorD, firstH = (int)floorH, firstW = (int)floorW;
            for (int kd = 0; kd < 2; kd++)
            {
                for (int kh = 0; kh < 2; kh++)
                {
                    for (int kw = 0; kw < 2; kw++)
                    {
                        int sd = firstD + kd, sh = firstH + kh, sw = firstW + kw;
                        if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source && sw >= 0 && sw < a.W.Source)
                        {
                            float weight = Corner(d - floorD, kd, a.D.Order) * Corner(h - floorH, kh, a.H.Order) * Corner(w - floorW, kw, a.W.Order);
                            sum += weight * x[(((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source + sw) * a.SourcePitch + c];
                        }
                    }
                }
            }
        }
        return sum;
    }

    /// <summary>Where a tap of a position reads, and whether that is within one step of the image; not a number is not.</summary>
    private static bool Find(ArrayView<float> offset, in DeformArgs a, int p, int tap, int set, ref float d, ref float h, ref float w)
    {
        int at = p * a.OffsetPitch + set * a.Axes;
        int pw = p % a.W.Destination, ph = p / a.W.Destination % a.H.Destination, pd = p / a.W.Destination / a.H.Destination % a.D.Destination;
        int tw = tap % a.W.Taps, th = tap / a.W.Taps % a.H.Taps, td = tap / a.W.Taps / a.H.Taps;
        d = (float)(pd * a.D.Stride + a.D.Origin + td * a.D.Dilation) + (a.Axes > 2 ? offset[at] : 0f);
        h = (float)(ph * a.H.Stride + a.H.Origin + th * a.H.Dilation) + (a.Axes > 1 ? offset[at + a.Axes - 2] : 0f);
        w = (float)(pw * a.W.Stride + a.W.Origin + tw * a.W.Dilation) + offset[at + a.Axes - 1];
        // At -1 a sample is 0, but its right derivative is not.
        return d >= -1f && d < (float)a.D.Source && h >= -1f && h < (float)a.H.Source && w >= -1f && w < (float)a.W.Source;
    }

    private static float Corner(float part, int corner, int order)
    {
        float value = corner == 0 ? 1f - part : part, slope = corner == 0 ? -1f : 1f;
        return order == 0 ? value : slope;
    }
}
