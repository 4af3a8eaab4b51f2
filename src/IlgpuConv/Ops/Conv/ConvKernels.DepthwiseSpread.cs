namespace IlgpuConv.Ops;

/// <content>
/// The input gradient of depthwise convolution with stride 2 along the width: both phases of a row are made together, pair by pair, so each
/// number of dy is loaded once a row of taps. Lanes are channels.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void DepthwiseSpread3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseSpread(x, w, bias, y, a, 6, 3);

    [Kernel]
    internal static void DepthwiseSpread5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseSpread(x, w, bias, y, a, 5, 5);

    // Grid: x channels, y strips of rows. Positions are counted from the padding: u = position + low; pair u / 2 meets taps of its own phase.
    private static void DepthwiseSpread(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a, [Constant] int tile, [Constant] int taps)
    {
        int strip = Grid.IdxY % a.Strips, plane = Grid.IdxY / a.Strips;
        int outD = plane % a.D.Destination, n = plane / a.D.Destination;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        // The origin of an input gradient is the padding below; the first pair of positions holds position 0.
        int low = a.W.Origin, firstPair = low / 2, lastPair = (low + a.W.Destination - 1) / 2;
        int line = a.W.Source * a.SourcePitch;
        if (channel < a.Channels)
        {
            float b = 0f;
            if (a.Biased != 0) b = bias[n * a.BiasBatch + channel];
            int last = XMath.Min((strip + 1) * a.StripRows, a.H.Destination);
            int filter = n * a.FilterBatch + channel;
            for (int outH = strip * a.StripRows; outH < last; outH++)
            {
                int target = ((n * a.D.Destination + outD) * a.H.Destination + outH) * a.W.Destination - low;
                int vh = outH * a.H.PhaseStep + a.H.Origin;
                for (int pair = firstPair; pair <= lastPair; pair += tile)
                {
                    var acc = new float[2 * tile];
                    var weight = new float[taps];
                    for (int p = 0; p < 2 * tile; p++) acc[p] = b;
                    int column = pair - (taps - 1) / 2;
                    if (a.Prefetches != 0)
                    {
                        int lane = Grid.IdxX * Group.DimX, below = (n * a.D.Source + outD) * a.H.Source + vh / 2 + 1;
                        for (int p = 0; p < tile; p++) Prefetch.Near(x, below * line + (pair + p) * a.SourcePitch + lane);
                        for (int p = 0; p < 2 * tile; p++) Prefetch.Near(y, (target + a.W.Destination + 2 * pair + p) * a.DestinationPitch + lane);
                    }
                    bool all = column >= 0 && pair + tile <= a.W.Source;
                    for (int kd = 0; kd < a.D.Taps; kd++)
                    {
                        int td = outD * a.D.PhaseStep + a.D.Origin + kd * a.D.Spread, sd = td / a.D.Divisor;
                        bool meetsD = td >= 0 && sd * a.D.Divisor == td && sd < a.D.Source;
                        for (int kh = 0; kh < a.H.Taps; kh++)
                        {
                            int th = vh + kh * a.H.Spread, sh = th / a.H.Divisor;
                            if (meetsD && th >= 0 && sh * a.H.Divisor == th && sh < a.H.Source)
                            {
                                int from = filter + (kd * a.H.Taps + kh) * taps * a.FilterPitch;
                                for (int k = 0; k < taps; k++) weight[k] = w[from + k * a.FilterPitch];
                                int at = ((n * a.D.Source + sd) * a.H.Source + sh) * line + column * a.SourcePitch;
                                if (all)
                                {
                                    for (int c = 0; c < tile + (taps - 1) / 2; c++)
                                    {
                                        float value = x[at + channel];
                                        for (int k = 0; k < taps; k++)
                                        {
                                            // Source column c meets the pair c - (taps - 1) / 2 + k / 2 of this tile.
                                            if (c - (taps - 1) / 2 + k / 2 >= 0 && c - (taps - 1) / 2 + k / 2 < tile)
                                                acc[2 * (c - (taps - 1) / 2 + k / 2) + k % 2] += value * weight[k];
                                        }
                                        at += a.SourcePitch;
                                    }
                                }
                                else
                                {
                                    for (int c = 0; c < tile + (taps - 1) / 2; c++)
                                    {
                                        if (column + c >= 0 && column + c < a.W.Source)
                                        {
                                            float value = x[at + channel];
                                            for (int k = 0; k < taps; k++)
                                            {
                                                if (c - (taps - 1) / 2 + k / 2 >= 0 && c - (taps - 1) / 2 + k / 2 < tile)
                                                    acc[2 * (c - (taps - 1) / 2 + k / 2) + k % 2] += value * weight[k];
                                            }
                                        }
                                        at += a.SourcePitch;
                                    }
                                }
                            }
                        }
                    }
                    if (a.Activation != 0)
                    {
                        for (int p = 0; p < 2 * tile; p++) acc[p] = acc[p] < 0f ? 0f : acc[p];
                    }
                    if (a.Activation == 2)
                    {
                        for (int p = 0; p < 2 * tile; p++) acc[p] = acc[p] > 6f ? 6f : acc[p];
                    }
                    int u = 2 * pair;
                    for (int p = 0; p < 2 * tile; p++)
                        if (u + p >= low && u + p < low + a.W.Destination) y[(target + u + p) * a.DestinationPitch + channel] = acc[p];
                }
            }
        }
    }
}
