namespace IlgpuConv.Ops;

/// <content>
/// Depthwise convolution with square windows: a group makes several rows at once from left to right. A column of the source is read once for
/// all rows and all positions that it belongs to; the sums of these positions take turns in the registers, and a position is stored when
/// its last column has passed. Lanes are channels.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void DepthwiseRows3(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseRows(x, w, bias, y, a, 4, 3, 1, 3, 1);

    // Fewer rows and two vectors side by side: where positions lie in two sets of the first cache, a line must be used when it comes.
    [Kernel]
    internal static void DepthwiseRows3Pair(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseRows(x, w, bias, y, a, 2, 3, 1, 3, 2);

    [Kernel]
    internal static void DepthwiseRows3Stride2(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseRows(x, w, bias, y, a, 2, 3, 2, 2, 1);

    [Kernel]
    internal static void DepthwiseRows5(ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DepthwiseArgs a) =>
        DepthwiseRows(x, w, bias, y, a, 2, 5, 1, 5, 1);

    // Grid: x channels, a lane for each `vectors` of them, which divide the channels; y parts of rows by strips of rows. A column belongs to up to
    // `live` positions, as many as fit into the taps.
    private static void DepthwiseRows(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, in DepthwiseArgs a,
        [Constant] int rows, [Constant] int taps, [Constant] int stride, [Constant] int live, [Constant] int vectors)
    {
        int part = Grid.IdxY % a.Parts, plane = Grid.IdxY / a.Parts;
        int strip = plane % a.Strips;
        plane /= a.Strips;
        int n = plane / a.D.Destination;
        int begin = part * a.PartPixels, end = XMath.Min(begin + a.PartPixels, a.W.Destination);
        int channel = Grid.IdxX * (vectors * Group.DimX) + Group.IdxX;
        if (channel < a.Channels)
        {
            // In an input gradient the taps run against the source: the leftmost column meets the last of them.
            int left = XMath.Min(a.W.Origin, a.W.Origin + (taps - 1) * a.W.Dilation), top = XMath.Min(a.H.Origin, a.H.Origin + (taps - 1) * a.H.Dilation);
            int tapW = a.W.Dilation < 0 ? taps - 1 : 0, tapH = a.H.Dilation < 0 ? taps - 1 : 0;
            int filter = n * a.FilterBatch + (tapH * taps + tapW) * a.FilterPitch + channel;
            var weight = new float[vectors * taps * taps];
            for (int i = 0; i < taps; i++)
                for (int k = 0; k < taps; k++)
                    for (int v = 0; v < vectors; v++) weight[(v * taps + i) * taps + k] = w[filter + (i * a.H.Dilation * taps + k * a.W.Dilation) * a.FilterPitch + v * Group.DimX];
            // What the activation leaves of a sum lies between these.
            float least = a.Activation != 0 ? 0f : float.NegativeInfinity, most = a.Activation == 2 ? 6f : float.PositiveInfinity;
            var b = new float[vectors];
            for (int v = 0; v < vectors; v++) b[v] = 0f;
            if (a.Biased != 0)
            {
                for (int v = 0; v < vectors; v++) b[v] = bias[n * a.BiasBatch + channel + v * Group.DimX];
            }
            int line = a.W.Source * a.SourcePitch, targetLine = a.W.Destination * a.DestinationPitch;
            int last = XMath.Min((strip + 1) * a.StripRows, a.H.Destination);
            for (int row = strip * a.StripRows; row < last; row += rows)
            {
                int above = row * stride + top;
                bool whole = above >= 0 && above + (rows - 1) * stride + taps <= a.H.Source && row + rows <= last;
                int image = (plane * a.H.Source + above) * line + channel, target = (plane * a.H.Destination + row) * targetLine + channel;
                var acc = new float[vectors * live * rows];
                var inside = new bool[(rows - 1) * stride + taps];
                for (int i = 0; i < (rows - 1) * stride + taps; i++) inside[i] = above + i >= 0 && above + i < a.H.Source;
                for (int v = 0; v < vectors; v++)
                    for (int i = 0; i < live * rows; i++) acc[v * live * rows + i] = b[v];
                for (int p = begin - (live - 1); p < end; p += live)
                {
                    int column = p * stride + left + taps - stride;
                    if (a.Prefetches != 0)
                    {
                        // What the rows after these read and write: the processor does not foresee it. The line beside a line comes with it.
                        int lane = Grid.IdxX * (vectors * Group.DimX);
                        int ahead = (plane * a.H.Source + above + (rows - 1) * stride + taps) * line + column * a.SourcePitch + lane;
                        int below = (plane * a.H.Destination + row + rows) * targetLine + p * a.DestinationPitch + lane;
                        for (int i = 0; i < rows * stride; i++)
                            for (int u = 0; u < Unroll.Count(live * stride); u++) Prefetch.Near(x, ahead + i * line + u * a.SourcePitch);
                        for (int r = 0; r < rows; r++)
                            for (int u = 0; u < Unroll.Count(live); u++) Prefetch.Near(y, below + r * targetLine + u * a.DestinationPitch);
                    }
                    // Five taps do so much with what they read that asking whether it is inside costs nothing.
                    if (taps < 5 && whole && p >= begin && column >= 0 && column + live * stride <= a.W.Source && p + live <= end)
                    {
                        for (int u = 0; u < live; u++)
                        {
                            for (int s = 0; s < stride; s++)
                            {
                                for (int i = 0; i < (rows - 1) * stride + taps; i++)
                                {
                                    for (int v = 0; v < vectors; v++)
                                    {
                                        float value = x[image + i * line + (column + u * stride + s) * a.SourcePitch + v * Group.DimX];
                                        for (int m = 0; m < live; m++)
                                        {
                                            for (int r = 0; r < rows; r++)
                                            {
                                                if (m * stride <= taps - stride + s && i >= r * stride && i < r * stride + taps)
                                                    acc[(v * live + (u + m) % live) * rows + r] += value * weight[(v * taps + i - r * stride) * taps + taps - stride + s - m * stride];
                                            }
                                        }
                                    }
                                }
                            }
                            if (a.Activation != 0)
                            {
                                for (int v = 0; v < vectors; v++)
                                {
                                    for (int r = 0; r < rows; r++)
                                    {
                                        float sum = acc[(v * live + u) * rows + r] < least ? least : acc[(v * live + u) * rows + r];
                                        acc[(v * live + u) * rows + r] = sum > most ? most : sum;
                                    }
                                }
                            }
                            for (int r = 0; r < rows; r++)
                            {
                                for (int v = 0; v < vectors; v++)
                                {
                                    y[target + r * targetLine + (p + u) * a.DestinationPitch + v * Group.DimX] = acc[(v * live + u) * rows + r];
                                    acc[(v * live + u) * rows + r] = b[v];
                                }
                            }
                        }
                    }
                    else
                    {
                        for (int u = 0; u < live; u++)
                        {
                            for (int s = 0; s < stride; s++)
                            {
                                int at = column + u * stride + s;
                                if (at >= 0 && at < a.W.Source)
                                {
                                    for (int i = 0; i < (rows - 1) * stride + taps; i++)
                                    {
                                        if (inside[i])
                                        {
                                            for (int v = 0; v < vectors; v++)
                                            {
                                                float value = x[image + i * line + at * a.SourcePitch + v * Group.DimX];
                                                for (int m = 0; m < live; m++)
                                                {
                                                    for (int r = 0; r < rows; r++)
                                                    {
                                                        if (m * stride <= taps - stride + s && i >= r * stride && i < r * stride + taps)
                                                            acc[(v * live + (u + m) % live) * rows + r] += value * weight[(v * taps + i - r * stride) * taps + taps - stride + s - m * stride];
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                            for (int v = 0; v < vectors; v++)
                            {
                                for (int r = 0; r < rows; r++)
                                {
                                    float sum = acc[(v * live + u) * rows + r] < least ? least : acc[(v * live + u) * rows + r];
                                    acc[(v * live + u) * rows + r] = sum > most ? most : sum;
                                }
                            }
                            bool made = p + u >= begin && p + u < end;
                            for (int r = 0; r < rows; r++)
                            {
                                if (made && row + r < last)
                                {
                                    for (int v = 0; v < vectors; v++) y[target + r * targetLine + (p + u) * a.DestinationPitch + v * Group.DimX] = acc[(v * live + u) * rows + r];
                                }
                                for (int v = 0; v < vectors; v++) acc[(v * live + u) * rows + r] = b[v];
                            }
                        }
                    }
                }
            }
        }
    }
}
