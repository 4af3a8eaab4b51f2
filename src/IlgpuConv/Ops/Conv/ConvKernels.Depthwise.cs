namespace IlgpuConv.Ops;

/// <content>
/// Depthwise convolution, each input channel by itself: lanes are input channels, and a group owns a part of one row. With a
/// multiplier m, output channel <c>c m + j</c> is number j of channel c.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void DepthwiseForward(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Depthwise(x, w, bias, y, a, 7, 1, 1, 1, 1);

    [Kernel]
    internal static void DepthwiseMultiplied(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Depthwise(x, w, bias, y, a, 4, 1, a.Multiplier, a.Multiplier, 1);

    [Kernel]
    internal static void DepthwiseInputGradient(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        Depthwise(x, w, bias, y, a, 4, a.Multiplier, 1, a.Multiplier, a.Multiplier);

    // Grid: x channels, y rows, z numbers j of the destination and phases. Source channel c sourceStep + j, destination c destinationStep + j.
    private static void Depthwise(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a, [Constant] int tile,
        int sourceStep, int destinationStep, int filterStep, int terms)
    {
        int z = Grid.IdxZ;
        int phaseW = z % a.W.Phases;
        z /= a.W.Phases;
        int phaseH = z % a.H.Phases;
        z /= a.H.Phases;
        int phaseD = z % a.D.Phases, number = z / a.D.Phases;
        int row = Grid.IdxY / a.Parts;
        int begin = (Grid.IdxY - row * a.Parts) * a.PartPixels;
        int rowH = row % a.H.Rows;
        row /= a.H.Rows;
        int rowD = row % a.D.Rows, n = row / a.D.Rows;
        int outH = rowH * a.H.Phases + phaseH, outD = rowD * a.D.Phases + phaseD;
        if (outH >= a.H.Destination || outD >= a.D.Destination) return;
        int count = (a.W.Destination - phaseW + a.W.Phases - 1) / a.W.Phases;
        int end = XMath.Min(begin + a.PartPixels, count);
        int firstD = FirstTap(a.D, phaseD), firstH = FirstTap(a.H, phaseH), firstW = FirstTap(a.W, phaseW);
        int startD = Start(a.D, rowD, phaseD, firstD), startH = Start(a.H, rowH, phaseH, firstH), startW = Start(a.W, 0, phaseW, firstW);
        int target = ((n * a.D.Destination + outD) * a.H.Destination + outH) * a.W.Destination + phaseW;
        int step = a.W.Stride * a.SourcePitch;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        if (channel < a.Channels)
        {
            for (int first = begin; first < end; first += tile)
            {
                var acc = new float[tile];
                var shift = new int[tile];
                int beyond = count - 1 - first;
                float b = 0f;
                if (a.Biased != 0) b = bias[n * a.BiasBatch + channel * destinationStep + number];
                for (int p = 0; p < tile; p++)
                {
                    acc[p] = b;
                    shift[p] = XMath.Min(p, beyond);
                }
                int lastShift = XMath.Min(tile - 1, beyond) * a.W.Stride;
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
                            for (int kw = firstW; kw < a.W.Taps; kw += a.W.TapStep)
                            {
                                int at = (line + sw) * a.SourcePitch + channel * sourceStep;
                                int from = n * a.FilterBatch + ((kd * a.H.Taps + kh) * a.W.Taps + kw) * a.FilterPitch + channel * filterStep + number;
                                bool all = sw >= 0 && sw + lastShift < a.W.Source;
                                for (int term = 0; term < terms; term++)
                                {
                                    float weight = w[from + term];
                                    if (all)
                                    {
                                        for (int p = 0; p < tile; p++) acc[p] += x[at + shift[p] * step + term] * weight;
                                    }
                                    else
                                    {
                                        for (int p = 0; p < tile; p++)
                                        {
                                            int ix = sw + shift[p] * a.W.Stride;
                                            if (ix >= 0 && ix < a.W.Source) acc[p] += x[at + shift[p] * step + term] * weight;
                                        }
                                    }
                                }
                                sw += a.W.Dilation;
                            }
                        }
                        sh += a.H.Dilation;
                    }
                    sd += a.D.Dilation;
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
                    if (p <= beyond) y[(target + (first + p) * a.W.Phases) * a.DestinationPitch + channel * destinationStep + number] = acc[p];
            }
        }
    }
}
