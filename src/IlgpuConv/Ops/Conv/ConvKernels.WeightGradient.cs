namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient <c>dw[t, c, o] = sum over positions p of x[p + t, c] dy[p, o]</c>. Lanes are output channels; a group owns a tile
/// of columns (tap, channel) by vectors of channels, and sums them in registers over a slice of the rows; the slices, whose number
/// depends on the shape only, are added in order by <see cref="SumSlices"/>.
/// </content>
internal static partial class ConvKernels
{
    [Kernel]
    internal static void WeightGradient6x4(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        WeightGradient(x, dy, dw, a, 6, 4);

    [Kernel]
    internal static void WeightGradient7x3(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        WeightGradient(x, dy, dw, a, 7, 3);

    [Kernel]
    internal static void WeightGradient8x2(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        WeightGradient(x, dy, dw, a, 8, 2);

    [Kernel]
    internal static void WeightGradient6x2(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        WeightGradient(x, dy, dw, a, 6, 2);

    [Kernel]
    internal static void WeightGradient14x1(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, WeightGradientArgs a) =>
        WeightGradient(x, dy, dw, a, 14, 1);

    /// <summary><c>y[i] = sum over slices s of x[s, i]</c> for each of z filters.</summary>
    [Kernel]
    internal static void SumSlices(ArrayView<float> x, ArrayView<float> y, int slices, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length)
        {
            int from = Grid.IdxZ * slices * length + i;
            float sum = 0f;
            for (int s = 0; s < slices; s++) sum += x[from + s * length];
            y[Grid.IdxZ * length + i] = sum;
        }
    }

    // Grid: x one group, y tiles of columns, z blocks of channels, groups, slices, filters.
    private static void WeightGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> dw, in WeightGradientArgs a, [Constant] int tile, [Constant] int vectors)
    {
        int z = Grid.IdxZ;
        int block = z % a.Blocks;
        z /= a.Blocks;
        int group = z % a.Groups;
        z /= a.Groups;
        int slice = z % a.Slices, filter = z / a.Slices;
        int width = vectors * Group.DimX;
        int channel = a.FirstChannel + block * width + Group.IdxX;
        bool full = a.FirstChannel + block * width + width <= a.Out;

        var acc = new float[tile * vectors];
        var offset = new long[tile];
        var tapD = new int[tile];
        var tapH = new int[tile];
        var tapW = new int[tile];
        var value = new float[vectors];
        int columns = a.Columns, firstColumn = Grid.IdxY * tile;
        int column = firstColumn % a.In, tap = firstColumn / a.In;
        int tw = tap % a.W.Taps, th = tap / a.W.Taps % a.H.Taps, td = tap / a.W.Taps / a.H.Taps;
        int lowD = td * a.D.Dilation, lowH = th * a.H.Dilation, lowW = tw * a.W.Dilation;
        int highD = lowD, highH = lowH, highW = lowW;
        for (int t = 0; t < tile; t++)
        {
            tapD[t] = td * a.D.Dilation;
            tapH[t] = th * a.H.Dilation;
            tapW[t] = tw * a.W.Dilation;
            offset[t] = ((tapD[t] * a.H.Source + tapH[t]) * a.W.Source + tapW[t]) * a.InputPitch + column;
            lowH = XMath.Min(lowH, tapH[t]);
            highH = XMath.Max(highH, tapH[t]);
            lowW = XMath.Min(lowW, tapW[t]);
            highW = XMath.Max(highW, tapW[t]);
            highD = tapD[t];
            if (firstColumn + t + 1 < columns)
            {
                column++;
                if (column == a.In)
                {
                    column = 0;
                    tw++;
                    if (tw == a.W.Taps)
                    {
                        tw = 0;
                        th++;
                        if (th == a.H.Taps)
                        {
                            th = 0;
                            td++;
                        }
                    }
                }
            }
        }

        // Positions begin to end - 1 of a row read inside the image for every column of the tile.
        int lowest = -a.W.Origin - lowW, highest = a.W.Source - 1 - a.W.Origin - highW;
        int begin = lowest <= 0 ? 0 : XMath.Min((lowest + a.W.Stride - 1) / a.W.Stride, a.W.Destination);
        int end = highest < 0 ? 0 : XMath.Min(highest / a.W.Stride + 1, a.W.Destination);
        int step = a.W.Stride * a.InputPitch;
        int row = slice * a.SliceRows;
        int stop = XMath.Min(row + a.SliceRows, a.Rows);
        int h = row % a.H.Destination, d = row / a.H.Destination % a.D.Destination;
        int n = filter * a.Images + row / a.H.Destination / a.D.Destination;
        while (row < stop)
        {
            int sd = d * a.D.Stride + a.D.Origin, sh = h * a.H.Stride + a.H.Origin;
            bool all = sd + lowD >= 0 && sd + highD < a.D.Source && sh + lowH >= 0 && sh + highH < a.H.Source;
            bool any = sd + highD >= 0 && sd + lowD < a.D.Source && sh + highH >= 0 && sh + lowH < a.H.Source;
            if (any)
            {
                int xRow = (((n * a.D.Source + sd) * a.H.Source + sh) * a.W.Source + a.W.Origin) * a.InputPitch + group * a.In;
                int yRow = ((n * a.D.Destination + d) * a.H.Destination + h) * a.W.Destination * a.OutputPitch + group * a.Out + channel;
                int at = 0;
                while (at < a.W.Destination)
                {
                    bool fast = all && at >= begin && at < end;
                    int until = fast ? end : all && at < begin && begin < end ? begin : a.W.Destination;
                    // Beyond begin to end a tile of one tap reads nothing.
                    bool reads = !all || lowW != highW;
                    if (fast && full)
                    {
                        for (int i = at; i < until; i++)
                        {
                            for (int v = 0; v < vectors; v++) value[v] = dy[yRow + i * a.OutputPitch + v * Group.DimX];
                            for (int t = 0; t < tile; t++)
                            {
                                float left = x[xRow + offset[t] + i * step];
                                for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                            }
                        }
                    }
                    else if (fast)
                    {
                        for (int i = at; i < until; i++)
                        {
                            for (int v = 0; v < vectors; v++)
                                value[v] = channel + v * Group.DimX < a.Out ? dy[yRow + i * a.OutputPitch + v * Group.DimX] : 0f;
                            for (int t = 0; t < tile; t++)
                            {
                                float left = x[xRow + offset[t] + i * step];
                                for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                            }
                        }
                    }
                    else if (reads)
                    {
                        var inside = new bool[tile];
                        for (int t = 0; t < tile; t++)
                            inside[t] = sd + tapD[t] >= 0 && sd + tapD[t] < a.D.Source && sh + tapH[t] >= 0 && sh + tapH[t] < a.H.Source;
                        for (int i = at; i < until; i++)
                        {
                            int ix = i * a.W.Stride + a.W.Origin;
                            for (int v = 0; v < vectors; v++)
                                value[v] = channel + v * Group.DimX < a.Out ? dy[yRow + i * a.OutputPitch + v * Group.DimX] : 0f;
                            for (int t = 0; t < tile; t++)
                            {
                                bool read = inside[t] && ix + tapW[t] >= 0 && ix + tapW[t] < a.W.Source;
                                float left = read ? x[xRow + offset[t] + i * step] : 0f;
                                for (int v = 0; v < vectors; v++) acc[t * vectors + v] += left * value[v];
                            }
                        }
                    }
                    at = until;
                }
            }
            row++;
            h++;
            if (h == a.H.Destination)
            {
                h = 0;
                d++;
                if (d == a.D.Destination)
                {
                    d = 0;
                    n++;
                }
            }
        }

        for (int v = 0; v < vectors; v++)
        {
            int o = channel + v * Group.DimX;
            if (o < a.Out)
            {
                for (int t = 0; t < tile; t++)
                {
                    if (firstColumn + t < columns)
                        dw[((filter * a.Slices + slice) * columns + firstColumn + t) * (a.Groups * a.Out) + group * a.Out + o] = acc[t * vectors + v];
                }
            }
        }
    }
}
