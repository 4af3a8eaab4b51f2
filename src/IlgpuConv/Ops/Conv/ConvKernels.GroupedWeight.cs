namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient of convolution in groups of fewer channels than a vector has lanes: lanes run over the output channels of several
/// groups, and lane by lane the input channels of its own group are a permutation of one load. A group owns a tile of taps by input
/// channels, and a slice of the rows.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void GroupedWeightGradient2(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        GroupedWeight(x, dy, dw, a, 6, 2, 2);

    [Kernel]
    internal static void GroupedWeightGradient4(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        GroupedWeight(x, dy, dw, a, 3, 4, 4);

    [Kernel]
    internal static void GroupedWeightGradient8(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        GroupedWeight(x, dy, dw, a, 3, 8, 4);

    // Grid: x channels, y tiles of taps by parts of a group's source channels, z slices, filters.
    private static void GroupedWeight(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, in WeightGradientArgs a, [Constant] int tile, [Constant] int block, [Constant] int part)
    {
        int slice = Grid.IdxZ % a.Slices, filter = Grid.IdxZ / a.Slices;
        int firstTap = Grid.IdxY / (block / part) * tile, firstIn = Grid.IdxY % (block / part) * part;
        int taps = a.D.Taps * a.H.Taps * a.W.Taps, channels = a.Groups * block;
        int channel = Grid.IdxX * Group.DimX + Group.IdxX;
        var offset = new long[tile];
        var tapD = new int[tile];
        var tapH = new int[tile];
        var tapW = new int[tile];
        int lowW = a.W.Taps * a.W.Dilation, highW = 0;
        for (int t = 0; t < tile; t++)
        {
            int tap = XMath.Min(firstTap + t, taps - 1);
            tapW[t] = tap % a.W.Taps * a.W.Dilation;
            tapH[t] = tap / a.W.Taps % a.H.Taps * a.H.Dilation;
            tapD[t] = tap / a.W.Taps / a.H.Taps * a.D.Dilation;
            offset[t] = ((tapD[t] * a.H.Source + tapH[t]) * a.W.Source + tapW[t]) * a.InputPitch;
            lowW = XMath.Min(lowW, tapW[t]);
            highW = XMath.Max(highW, tapW[t]);
        }
        // Positions begin to end - 1 of a row read inside the image for every tap of the tile.
        int lowest = -a.W.Origin - lowW, highest = a.W.Source - 1 - a.W.Origin - highW;
        int begin = lowest <= 0 ? 0 : XMath.Min((lowest + a.W.Stride - 1) / a.W.Stride, a.W.Destination);
        int end = highest < 0 ? 0 : XMath.Min(highest / a.W.Stride + 1, a.W.Destination);
        int step = a.W.Stride * a.InputPitch;
        if (channel < channels)
        {
            int from = channel / block * block;
            var acc = new float[tile * part];
            var inside = new bool[tile];
            int row = slice * a.SliceRows;
            int stop = XMath.Min(row + a.SliceRows, a.Rows);
            while (row < stop)
            {
                int h = row % a.H.Destination, d = row / a.H.Destination % a.D.Destination;
                int n = filter * a.Images + row / a.H.Destination / a.D.Destination;
                int sd = d * a.D.Stride + a.D.Origin, sh = h * a.H.Stride + a.H.Origin;
                bool all = true, any = false;
                for (int t = 0; t < tile; t++)
                {
                    inside[t] = sd + tapD[t] >= 0 && sd + tapD[t] < a.D.Source && sh + tapH[t] >= 0 && sh + tapH[t] < a.H.Source;
                    all = all && inside[t];
                    any = any || inside[t];
                }
                if (any)
                {
                    int xRow = (((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source + a.W.Origin) * a.InputPitch + firstIn;
                    int yRow = ((n * a.D.Destination + d) * a.H.Destination + h) * a.W.Destination * a.OutputPitch + channel;
                    // The next row of the same channels, on which no other row leads the processor.
                    int lane = Grid.IdxX * Group.DimX;
                    int yNext = (((n * a.D.Destination + d) * a.H.Destination + h) + 1) * a.W.Destination * a.OutputPitch + lane;
                    int xNext = xRow + (tapH[tile - 1] + a.H.Stride) * a.W.Source * a.InputPitch + lane;
                    int at = 0;
                    while (at < a.W.Destination)
                    {
                        bool fast = all && at >= begin && at < end;
                        int until = fast ? end : all && at < begin && begin < end ? begin : a.W.Destination;
                        if (fast)
                        {
                            for (int i = at; i < until; i++)
                            {
                                if (a.Prefetches != 0)
                                {
                                    Prefetch.Near(dy, yNext + i * a.OutputPitch);
                                    Prefetch.Near(x, xNext + i * step);
                                }
                                float value = dy[yRow + i * a.OutputPitch];
                                for (int t = 0; t < tile; t++)
                                    for (int c = 0; c < part; c++) acc[t * part + c] += x[xRow + i * step + offset[t] + from + c] * value;
                            }
                        }
                        else
                        {
                            for (int i = at; i < until; i++)
                            {
                                int ix = i * a.W.Stride + a.W.Origin;
                                float value = dy[yRow + i * a.OutputPitch];
                                for (int t = 0; t < tile; t++)
                                {
                                    if (inside[t] && ix + tapW[t] >= 0 && ix + tapW[t] < a.W.Source)
                                        for (int c = 0; c < part; c++) acc[t * part + c] += x[xRow + i * step + offset[t] + from + c] * value;
                                }
                            }
                        }
                        at = until;
                    }
                }
                row++;
            }
            int to = (filter * a.Slices + slice) * taps * block * channels + channel;
            for (int t = 0; t < tile; t++)
            {
                if (firstTap + t < taps)
                {
                    for (int c = 0; c < part; c++) dw[to + ((firstTap + t) * block + firstIn + c) * channels] = acc[t * part + c];
                }
            }
        }
    }
}
