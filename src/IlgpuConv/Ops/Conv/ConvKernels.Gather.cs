namespace IlgpuConv.Ops;

/// <summary>
/// Dense convolution. <c>y[p, o] = bias[o] + sum over taps t and channels c of x[p + t, c] w[t, c, o]</c>: the forward, and the input
/// gradient with the filter packed for its direction. Lanes are output channels; a group owns tiles of positions of one row by vectors
/// of channels, accumulated in registers over all taps and channels. Padding is a uniform branch.
/// </summary>
internal static partial class ConvKernels
{
    // Grid: x one group, y strips of rows, z blocks of channels, groups, phases; neighbours in y use the same part of the filter.
    private static void Gather(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, in GatherArgs a, [Constant] int tile, [Constant] int vectors,
        [Constant] int held)
    {
        int z = a.Swapped != 0 ? Grid.IdxY : Grid.IdxZ, strip = a.Swapped != 0 ? Grid.IdxZ : Grid.IdxY;
        int block = z % a.Blocks;
        z /= a.Blocks;
        int group = z % a.Groups;
        z /= a.Groups;
        int phaseW = z % a.W.Phases;
        z /= a.W.Phases;
        int phaseH = z % a.H.Phases, phaseD = z / a.H.Phases;
        int row = strip / a.Strips;
        int begin = (strip - row * a.Strips) * a.StripPixels;
        int rowH = row % a.H.Rows;
        row /= a.H.Rows;
        int rowD = row % a.D.Rows;
        int n = row / a.D.Rows;
        int outH = rowH * a.H.Phases + phaseH, outD = rowD * a.D.Phases + phaseD;
        int count = (a.W.Destination - phaseW + a.W.Phases - 1) / a.W.Phases;
        int end = XMath.Min(begin + a.StripPixels, count);
        if (outH >= a.H.Destination || outD >= a.D.Destination) return;

        int firstD = FirstTap(a.D, phaseD), firstH = FirstTap(a.H, phaseH), firstW = FirstTap(a.W, phaseW);
        int startD = Start(a.D, rowD, phaseD, firstD), startH = Start(a.H, rowH, phaseH, firstH), startW = Start(a.W, 0, phaseW, firstW);
        int lane = Group.IdxX;
        int width = vectors * Group.DimX;
        int firstChannel = a.FirstChannel + block * width, channel = firstChannel + lane;
        bool whole = firstChannel + width <= a.Out;
        int filter = n * a.FilterBatch + group * a.FilterGroup + a.FilterFirst + block * (a.D.Taps * a.H.Taps * a.W.Taps * a.In * width) + a.FirstIn * width + lane;
        int tapElements = a.In * width;
        int target = ((n * a.D.Destination + outD) * a.H.Destination + outH) * a.W.Destination + phaseW;

        // The last tile of a row ends where the row does and leaves out what the one before it has made; in a row that is shorter than a
        // tile, positions repeat the last one.
        var shift = new int[tile];
        var ahead = new long[tile];
        var below = new long[tile];
        for (int p = 0; p < tile; p++)
        {
            shift[p] = XMath.Min(p, count - 1);
            ahead[p] = shift[p] * a.W.Stride * a.SourcePitch;
            below[p] = shift[p] * a.W.Phases * a.DestinationPitch;
        }
        int positions = XMath.Min(tile, count);
        int lastFirst = count - positions, lastShift = (positions - 1) * a.W.Stride;
        int reach = XMath.Max(0, (a.W.Taps - 1) * a.W.Dilation);
        for (int next = begin; next < end; next += tile)
        {
            int first = XMath.Min(next, lastFirst), made = next - first;
            int to = (target + first * a.W.Phases) * a.DestinationPitch + group * a.Out;
            if (a.Requests != 0)
            {
                // A line of the result is read before it is written: while the sums are made.
                int apart = a.W.Phases * a.DestinationPitch;
                for (int p = 0; p < positions; p++)
                    for (int v = 0; v < Unroll.Count(vectors); v++) Prefetch.Near(y, to + p * apart + firstChannel + v * Group.DimX);
            }
            var acc = new float[tile * vectors];
            var weight = new float[vectors];
            for (int v = 0; v < vectors; v++)
            {
                int o = channel + v * Group.DimX;
                float b = 0f;
                if (a.Biased != 0) b = o < a.Out ? bias[n * a.BiasBatch + group * a.Out + o] : 0f;
                for (int p = 0; p < tile; p++) acc[p * vectors + v] = b;
            }
            if (a.Continues != 0)
            {
                for (int v = 0; v < vectors; v++)
                {
                    int o = channel + v * Group.DimX;
                    for (int p = 0; p < tile; p++)
                        acc[p * vectors + v] += o < a.Out ? start[to + below[p] + o] : 0f;
                }
            }

            int sd = startD;
            for (int kd = firstD; kd < a.D.Taps; kd += a.D.TapStep)
            {
                int sh = startH;
                for (int kh = firstH; kh < a.H.Taps; kh += a.H.TapStep)
                {
                    if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source)
                    {
                        int line = ((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source;
                        int sw = startW + first * a.W.Stride;
                        int kw = firstW;
                        while (kw < a.W.Taps)
                        {
                            bool low = sw >= 0;
                            int taps = low ? XMath.Max(1, XMath.Min(XMath.Min(a.Fused, a.W.Taps - kw), a.W.Source - sw - lastShift)) : 1;
                            int run = taps * a.Count;
                            int at = (line + sw) * a.SourcePitch + group * a.In + a.FirstIn;
                            int from = filter + ((kd * a.H.Taps + kh) * a.W.Taps + kw) * tapElements;
                            if (low && sw + lastShift < a.W.Source)
                            {
                                if (a.Prefetches != 0 && kw == firstW) PrefetchNext(x, (line + sw + lastShift + reach + 1) * a.SourcePitch + group * a.In + a.FirstIn, tile, a);
                                for (int c = 0; c < Unroll.By(4, run); c++)
                                {
                                    for (int v = 0; v < held; v++) weight[v] = w[from + c * width + v * Group.DimX];
                                    for (int p = 0; p < tile; p++)
                                    {
                                        float value = x[p == 0 ? at + c : at + ahead[p] + c];
                                        for (int v = 0; v < held; v++) acc[p * vectors + v] += value * weight[v];
                                        if (held < vectors) acc[p * vectors + held] += value * w[from + c * width + held * Group.DimX];
                                    }
                                }
                            }
                            else
                            {
                                var inside = new bool[tile];
                                for (int p = 0; p < tile; p++)
                                {
                                    int ix = sw + shift[p] * a.W.Stride;
                                    inside[p] = ix >= 0 && ix < a.W.Source;
                                }
                                for (int c = 0; c < run; c++)
                                {
                                    for (int v = 0; v < held; v++) weight[v] = w[from + c * width + v * Group.DimX];
                                    for (int p = 0; p < tile; p++)
                                    {
                                        if (inside[p])
                                        {
                                            float value = x[p == 0 ? at + c : at + ahead[p] + c];
                                            for (int v = 0; v < held; v++) acc[p * vectors + v] += value * weight[v];
                                            if (held < vectors) acc[p * vectors + held] += value * w[from + c * width + held * Group.DimX];
                                        }
                                    }
                                }
                            }
                            kw += taps * a.W.TapStep;
                            sw += taps * a.W.Dilation;
                        }
                    }
                    sh += a.H.Dilation;
                }
                sd += a.D.Dilation;
            }

            if (a.Activation != 0)
            {
                for (int i = 0; i < tile * vectors; i++) acc[i] = acc[i] < 0f ? 0f : acc[i];
            }
            if (a.Activation == 2)
            {
                for (int i = 0; i < tile * vectors; i++) acc[i] = acc[i] > 6f ? 6f : acc[i];
            }
            if (whole && made == 0)
            {
                for (int p = 0; p < tile; p++)
                    for (int v = 0; v < vectors; v++) y[to + below[p] + (channel + v * Group.DimX)] = acc[p * vectors + v];
            }
            else
            {
                for (int v = 0; v < vectors; v++)
                {
                    int o = channel + v * Group.DimX;
                    if (o < a.Out)
                    {
                        for (int p = 0; p < tile; p++)
                            if (p >= made) y[to + below[p] + o] = acc[p * vectors + v];
                    }
                }
            }
        }
    }

    /// <summary>The positions of one row that the next tile reads and this one does not: a line of 16 numbers at a time.</summary>
    private static void PrefetchNext(ArrayView<float> x, int from, int tile, in GatherArgs a)
    {
        int positions = tile, each = a.Count;
        if (each == a.SourcePitch)
        {
            each *= positions;
            positions = 1;
        }
        for (int p = 0; p < positions; p++)
            for (int c = 0; c < each; c += 16) Prefetch.Near(x, from + p * a.SourcePitch + c);
    }

    /// <summary>The smallest tap that meets the phase; the number of taps or more where none does.</summary>
    private static int FirstTap(in GatherAxis axis, int phase)
    {
        int tap = 0;
        if (axis.Divisor > 1)
        {
            int origin = axis.Origin + phase * axis.PhaseStep;
            while (tap < axis.TapStep && (origin + tap * axis.Spread) % axis.Divisor != 0) tap++;
            if (tap == axis.TapStep) tap = axis.Taps;
        }
        return tap;
    }

    /// <summary>The source position that the first tap of a destination position reads.</summary>
    private static int Start(in GatherAxis axis, int at, int phase, int firstTap) =>
        at * axis.Stride + (axis.Origin + phase * axis.PhaseStep + firstTap * axis.Spread) / axis.Divisor;
}
