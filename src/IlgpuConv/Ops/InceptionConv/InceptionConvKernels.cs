namespace IlgpuConv.Ops;

/// <summary>
/// Convolution whose dilation differs between channels. A block is a few vectors of destination channels that meet the same runs: in a forward
/// the channels of one dilation, which sum over one run, all input channels of their group; in an input gradient any input channels of a group,
/// which sum over the runs of all dilations. Lanes are destination channels; a group owns tiles of positions of one row by the vectors of a
/// block, in registers over all runs, taps and channels. What a run reads is uniform, from a table, so every load is a broadcast or a vector.
/// </summary>
internal static class InceptionConvKernels
{
    [Kernel]
    internal static void Gather6x4(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, InceptionConvArgs a) =>
        Gather(x, w, bias, y, table, a, 6, 4);

    [Kernel]
    internal static void Gather14x2(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, InceptionConvArgs a) =>
        Gather(x, w, bias, y, table, a, 14, 2);

    [Kernel]
    internal static void Gather6x2(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, InceptionConvArgs a) =>
        Gather(x, w, bias, y, table, a, 6, 2);

    [Kernel]
    internal static void Gather14x1(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, InceptionConvArgs a) =>
        Gather(x, w, bias, y, table, a, 14, 1);

    [Kernel]
    internal static void Gather7x1(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, InceptionConvArgs a) =>
        Gather(x, w, bias, y, table, a, 7, 1);

    /// <summary>
    /// A filter as the tile kernel reads it, <c>[block][run][tap][summed channel][channels of the block]</c>, zeros beyond the last channel. Grid: x
    /// channels of a block, y taps, z pairs of block and run.
    /// </summary>
    [Kernel]
    internal static void Pack(ArrayView<float> w, ArrayView<float> packed, ArrayView<int> table, InceptionPackArgs a)
    {
        int entry = a.First + Grid.IdxZ * 6;
        int width = table[entry + 1], count = table[entry + 5];
        int j = Grid.IdxX * Group.DimX + Group.IdxX;
        int kh = Grid.IdxY / a.TapsW;
        int kw = Grid.IdxY - kh * a.TapsW;
        int from = kh * a.StrideH + kw * a.StrideW + (table[entry + 3] + j) * a.StrideLane + table[entry + 4] * a.StrideSummed;
        int to = table[entry] + Grid.IdxY * count * width + j;
        if (j < width)
        {
            bool inside = j < table[entry + 2];
            for (int c = 0; c < count; c++) packed[to + c * width] = inside ? w[from + c * a.StrideSummed] : 0f;
        }
    }

    // Grid: x one group, y strips of rows, z blocks and phases.
    private static void Gather(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, ArrayView<int> table, in InceptionConvArgs a,
        [Constant] int tile, [Constant] int vectors)
    {
        int z = Grid.IdxZ;
        int entry = a.FirstBlock + z % a.Blocks * 5;
        z /= a.Blocks;
        int phaseW = z % a.W.Divisor, phaseH = z / a.W.Divisor;
        int row = Grid.IdxY / a.Strips;
        int begin = (Grid.IdxY - row * a.Strips) * a.StripPixels;
        int rowH = row % a.H.Rows;
        int n = row / a.H.Rows;
        int outH = rowH * a.H.Divisor + phaseH;
        int count = (a.W.Destination - phaseW + a.W.Divisor - 1) / a.W.Divisor;
        int end = XMath.Min(begin + a.StripPixels, count);
        if (outH >= a.H.Destination) return;

        int lane = Group.IdxX;
        int width = vectors * Group.DimX;
        int firstRun = a.FirstRun + table[entry] * 4, runs = table[entry + 1];
        int channel = table[entry + 2] + lane, channelEnd = table[entry + 2] + table[entry + 3], filter = table[entry + 4];
        int reachH = a.H.Taps / 2, reachW = a.W.Taps / 2;
        int target = (n * a.H.Destination + outH) * a.W.Destination + phaseW;

        // The last tile of a row ends where the row does; in a row that is shorter than a tile, positions repeat the last one.
        var shift = new int[tile];
        var ahead = new int[tile];
        var below = new int[tile];
        for (int p = 0; p < tile; p++)
        {
            shift[p] = XMath.Min(p, count - 1);
            ahead[p] = shift[p] * a.W.Step * a.SourcePitch;
            below[p] = shift[p] * a.W.Divisor * a.DestinationPitch;
        }
        int lastFirst = XMath.Max(count - tile, 0), lastShift = XMath.Min(tile - 1, count - 1) * a.W.Step;
        for (int next = begin; next < end; next += tile)
        {
            int first = XMath.Min(next, lastFirst);
            int to = (target + first * a.W.Divisor) * a.DestinationPitch;
            var acc = new float[tile * vectors];
            var weight = new float[vectors];
            if (a.Biased != 0)
            {
                for (int v = 0; v < vectors; v++)
                {
                    int o = channel + v * Group.DimX;
                    float b = o < channelEnd ? bias[o] : 0f;
                    for (int p = 0; p < tile; p++) acc[p * vectors + v] = b;
                }
            }

            // Uniform: the lane is added where the filter is read, as an index that a loop moves on does not show that lanes are neighbours.
            int from = filter;
            for (int r = 0; r < runs; r++)
            {
                int run = firstRun + r * 4;
                int stepH = table[run] * a.H.Sign, stepW = table[run + 1] * a.W.Sign, source = table[run + 2], sources = table[run + 3];
                int tapElements = sources * width;
                for (int kh = 0; kh < a.H.Taps; kh++)
                {
                    int offH = phaseH + (kh - reachH) * stepH;
                    int sh = rowH * a.H.Step + offH / a.H.Divisor;
                    if (offH % a.H.Divisor == 0 && sh >= 0 && sh < a.H.Source)
                    {
                        int line = (n * a.H.Source + sh) * a.W.Source;
                        for (int kw = 0; kw < a.W.Taps; kw++)
                        {
                            int offW = phaseW + (kw - reachW) * stepW;
                            int sw = first * a.W.Step + offW / a.W.Divisor;
                            int at = (line + sw) * a.SourcePitch + source;
                            int tap = from + (kh * a.W.Taps + kw) * tapElements + lane;
                            if (offW % a.W.Divisor == 0 && sw + lastShift >= 0 && sw < a.W.Source)
                            {
                                if (sw >= 0 && sw + lastShift < a.W.Source)
                                {
                                    for (int c = 0; c < Unroll.By(4, sources); c++)
                                    {
                                        for (int v = 0; v < vectors; v++) weight[v] = w[tap + c * width + v * Group.DimX];
                                        for (int p = 0; p < tile; p++)
                                        {
                                            float value = x[p == 0 ? at + c : at + ahead[p] + c];
                                            for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                                        }
                                    }
                                }
                                else
                                {
                                    var inside = new bool[tile];
                                    for (int p = 0; p < tile; p++)
                                    {
                                        int ix = sw + shift[p] * a.W.Step;
                                        inside[p] = ix >= 0 && ix < a.W.Source;
                                    }
                                    for (int c = 0; c < sources; c++)
                                    {
                                        for (int v = 0; v < vectors; v++) weight[v] = w[tap + c * width + v * Group.DimX];
                                        for (int p = 0; p < tile; p++)
                                        {
                                            if (inside[p])
                                            {
                                                float value = x[p == 0 ? at + c : at + ahead[p] + c];
                                                for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
                from += a.H.Taps * a.W.Taps * tapElements;
            }

            for (int v = 0; v < vectors; v++)
            {
                int o = channel + v * Group.DimX;
                if (o < channelEnd)
                {
                    for (int p = 0; p < tile; p++) y[to + below[p] + o] = acc[p * vectors + v];
                }
            }
        }
    }
}
