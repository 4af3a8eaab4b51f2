namespace IlgpuConv.Ops;

/// <content>
/// Convolution in groups of fewer channels than a vector has lanes: lanes run over the channels of several groups, and lane by lane the
/// source channels of its own group are a permutation of one load. The filter is packed
/// <c>[sample][tap][source channel of the group][channel]</c>.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void Grouped2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Grouped(x, w, bias, y, a, 7, 2);

    [Kernel]
    internal static void Grouped4(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Grouped(x, w, bias, y, a, 7, 4);

    [Kernel]
    internal static void Grouped8(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Grouped(x, w, bias, y, a, 7, 8);

    /// <summary>
    /// Packs the filter of a grouped convolution, <see cref="PackArgs.FilterGroup"/> channels side by side. Grid: x channels, y taps, z source
    /// channels of a group, samples.
    /// </summary>
    [Kernel]
    internal static void PackGrouped(ArrayView<float> w, ArrayView<float> packed, PackArgs a)
    {
        int tap = Grid.IdxY, c = Grid.IdxZ % a.In, n = Grid.IdxZ / a.In;
        int kw = tap % a.TapsW, kh = tap / a.TapsW % a.TapsH, kd = tap / a.TapsW / a.TapsH;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Width)
        {
            int from = a.FilterFirst + n * a.StrideBatch + channel / a.Out * a.StrideGroup + kd * a.StrideD + kh * a.StrideH + kw * a.StrideW + channel % a.Out * a.StrideOut + c * a.StrideIn;
            packed[n * a.FilterBatch + ((channel / a.FilterGroup * a.Taps + tap) * a.In + c) * a.FilterGroup + channel % a.FilterGroup] = w[from];
        }
    }

    // Grid: x channels, y strips of rows, z phases. The rows of a strip share what they read.
    private static void Grouped(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a, [Constant] int tile, [Constant] int block)
    {
        int phaseW = Grid.IdxZ % a.W.Phases, planes = Grid.IdxZ / a.W.Phases;
        int phaseH = planes % a.H.Phases, phaseD = planes / a.H.Phases;
        int strip = Grid.IdxY % a.Strips, plane = Grid.IdxY / a.Strips;
        int rowD = plane % a.D.Rows, n = plane / a.D.Rows;
        int outD = rowD * a.D.Phases + phaseD;
        if (outD >= a.D.Destination) return;
        int firstD = FirstTap(a.D, phaseD), firstH = FirstTap(a.H, phaseH), firstW = FirstTap(a.W, phaseW);
        int startD = Start(a.D, rowD, phaseD, firstD), startW = Start(a.W, 0, phaseW, firstW);
        int tapsD = (a.D.Taps - firstD + a.D.TapStep - 1) / a.D.TapStep, tapsH = (a.H.Taps - firstH + a.H.TapStep - 1) / a.H.TapStep;
        int tapsW = (a.W.Taps - firstW + a.W.TapStep - 1) / a.W.TapStep;
        int count = (a.W.Destination - phaseW + a.W.Phases - 1) / a.W.Phases;
        int tapElements = block * a.FilterPitch, step = a.W.Stride * a.SourcePitch;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Channels)
        {
            int from = channel / block * block;
            float b = 0f;
            if (a.Biased != 0) b = bias[n * a.BiasBatch + channel];
            int last = XMath.Min((strip + 1) * a.StripRows, (a.H.Destination - phaseH + a.H.Phases - 1) / a.H.Phases);
            for (int rowH = strip * a.StripRows; rowH < last; rowH++)
            {
                int startH = Start(a.H, rowH, phaseH, firstH);
                int target = ((n * a.D.Destination + outD) * a.H.Destination + rowH * a.H.Phases + phaseH) * a.W.Destination + phaseW;
                // The next row reads one that no other has read yet.
                int below = (n * a.D.Source + startD) * a.H.Source + Start(a.H, rowH + 1, phaseH, firstH) + XMath.Max(0, (tapsH - 1) * a.H.Dilation);
                for (int first = 0; first < count; first += tile)
                {
                    if (a.Prefetches != 0)
                    {
                        int lane = Grid.IdxX * Group.DimX;
                        for (int p = 0; p < tile; p++) Prefetch.Near(x, (below * a.W.Source + startW + tapsW / 2 + (first + p) * a.W.Stride) * a.SourcePitch + lane);
                        for (int p = 0; p < tile; p++)
                            Prefetch.Near(y, (target + a.H.Phases * a.W.Destination + (first + p) * a.W.Phases) * a.DestinationPitch + lane);
                    }
                    var acc = new float[tile];
                    var weight = new float[block];
                    var offset = new int[tile];
                    for (int p = 0; p < tile; p++)
                    {
                        acc[p] = b;
                        offset[p] = XMath.Min(p, count - 1 - first) * step;
                    }
                    int lastShift = XMath.Min(tile - 1, count - 1 - first) * a.W.Stride;
                    for (int i = 0; i < tapsD; i++)
                    {
                        int sd = startD + i * a.D.Dilation;
                        for (int j = 0; j < tapsH; j++)
                        {
                            int sh = startH + j * a.H.Dilation;
                            if (sd >= 0 && sd < a.D.Source && sh >= 0 && sh < a.H.Source)
                            {
                                int tap = ((firstD + i * a.D.TapStep) * a.H.Taps + firstH + j * a.H.TapStep) * a.W.Taps + firstW;
                                int line = ((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source;
                                for (int k = 0; k < tapsW; k++)
                                {
                                    int sw = startW + first * a.W.Stride + k * a.W.Dilation;
                                    int at = (line + sw) * a.SourcePitch, filter = n * a.FilterBatch + (tap + k * a.W.TapStep) * tapElements + channel;
                                    for (int c = 0; c < block; c++) weight[c] = w[filter + c * a.FilterPitch];
                                    if (sw >= 0 && sw + lastShift < a.W.Source)
                                    {
                                        for (int p = 0; p < tile; p++)
                                            for (int c = 0; c < block; c++) acc[p] += x[at + offset[p] + from + c] * weight[c];
                                    }
                                    else
                                    {
                                        for (int p = 0; p < tile; p++)
                                        {
                                            int ix = sw + XMath.Min(p, count - 1 - first) * a.W.Stride;
                                            if (ix >= 0 && ix < a.W.Source)
                                                for (int c = 0; c < block; c++) acc[p] += x[at + offset[p] + from + c] * weight[c];
                                        }
                                    }
                                }
                            }
                        }
                    }
                    if (a.Activation != 0)
                    {
                        for (int p = 0; p < tile; p++) acc[p] = acc[p] < 0f ? 0f : acc[p];
                    }
                    if (a.Activation == 2)
                    {
                        for (int p = 0; p < tile; p++) acc[p] = acc[p] > 6f ? 6f : acc[p];
                    }
                    for (int p = 0; p < tile; p++)
                        if (first + p < count) y[(target + (first + p) * a.W.Phases) * a.DestinationPitch + channel] = acc[p];
                }
            }
        }
    }
}
