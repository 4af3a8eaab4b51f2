namespace IlgpuConv.Ops;

/// <summary>
/// Sparse convolution. <c>y[q, o] = bias[o] + sum over taps t and the pair (p, q) of t, if there is one, of x[p, c] w[t, c, o]</c>: the forward;
/// the input gradient and the inverse with the sides exchanged and the filter packed for that direction. Lanes are output channels. A group
/// owns a block of written rows, which stay in the near cache while it goes through the taps; the pairs of a tap in the block are taken in
/// tiles, as many rows as fit into registers, so that nothing is computed but pairs. Every row is summed by its owner in the order of the
/// taps and channels.
/// </summary>
internal static partial class SparseConvKernels
{
    // Grid: x one group, y blocks of rows, z blocks of channels, groups; neighbours in y use the same part of the filter.
    private static void Gather(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> bias, ArrayView<int> sources, ArrayView<int> destinations, ArrayView<int> bounds,
        ArrayView<float> y, in SparseConvArgs a, [Constant] int tile, [Constant] int vectors)
    {
        int block = Grid.IdxZ % a.Blocks, group = Grid.IdxZ / a.Blocks;
        int width = vectors * Group.DimX;
        int channel = a.FirstChannel + block * width + Group.IdxX;
        int filter = group * a.FilterGroup + a.FilterFirst + block * (a.Taps * a.In * width) + Group.IdxX;
        int first = Grid.IdxY * a.BlockSites, last = XMath.Min(first + a.BlockSites, a.Destinations);
        int to = group * a.Out + channel;
        for (int v = 0; v < vectors; v++)
        {
            if (channel + v * Group.DimX < a.Out)
            {
                float b = 0f;
                if (a.Biased != 0) b = bias[to + v * Group.DimX];
                for (int row = first; row < last; row++) y[row * a.DestinationPitch + to + v * Group.DimX] = b;
            }
        }

        for (int tap = 0; tap < a.Taps; tap++)
        {
            int bound = tap * (Grid.DimY + 1) + Grid.IdxY;
            int begin = bounds[bound], end = bounds[bound + 1];
            int tapFilter = filter + tap * a.In * width;
            for (int next = begin; next < end; next += tile)
            {
                // A tile that is not full repeats its last pair: the same sum is stored again.
                var acc = new float[tile * vectors];
                var weight = new float[vectors];
                var from = new int[tile];
                var into = new int[tile];
                for (int p = 0; p < tile; p++)
                {
                    int pair = XMath.Min(next + p, end - 1);
                    from[p] = sources[pair] * a.SourcePitch + group * a.In;
                    into[p] = destinations[pair] * a.DestinationPitch + to;
                }
                for (int v = 0; v < vectors; v++)
                {
                    for (int p = 0; p < tile; p++)
                        acc[p * vectors + v] = channel + v * Group.DimX < a.Out ? y[into[p] + v * Group.DimX] : 0f;
                }
                for (int c = 0; c < Unroll.By(4, a.In); c++)
                {
                    for (int v = 0; v < vectors; v++) weight[v] = w[tapFilter + c * width + v * Group.DimX];
                    for (int p = 0; p < tile; p++)
                    {
                        float value = x[from[p] + c];
                        for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                    }
                }
                for (int v = 0; v < vectors; v++)
                {
                    if (channel + v * Group.DimX < a.Out)
                    {
                        for (int p = 0; p < tile; p++) y[into[p] + v * Group.DimX] = acc[p * vectors + v];
                    }
                }
            }
        }
    }
}
