namespace IlgpuConv.Ops;

/// <summary>
/// The filter's gradient <c>dw[t, c, o] = Σ over positions of sample[t, c] dy[o]</c> over a part of a slice, whose samples are in the workspace of
/// a chain. Lanes are output channels; a group owns a tile of filter rows by vectors. What the slice has so far is in <c>dw</c>.
/// </summary>
internal static class DeformWeightKernels
{
    [Kernel]
    internal static void Weight6x4([Workspace] ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, DeformWeightArgs a) =>
        Weight(columns, dy, dw, a, 6, 4);

    [Kernel]
    internal static void Weight14x2([Workspace] ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, DeformWeightArgs a) =>
        Weight(columns, dy, dw, a, 14, 2);

    [Kernel]
    internal static void Weight14x1([Workspace] ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, DeformWeightArgs a) =>
        Weight(columns, dy, dw, a, 14, 1);

    [Kernel]
    internal static void Weight6x2([Workspace] ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, DeformWeightArgs a) =>
        Weight(columns, dy, dw, a, 6, 2);

    // Grid: x one group, y blocks of vectors, tiles of filter rows, z slices.
    private static void Weight(
        ArrayView<float> columns, ArrayView<float> dy, ArrayView<float> dw, in DeformWeightArgs a, [Constant] int tile, [Constant] int vectors)
    {
        int block = Grid.IdxY / a.Tiles;
        int first = (Grid.IdxY - block * a.Tiles) * tile;
        int rows = a.Taps * a.In;
        int position = a.First + Grid.IdxZ * a.Step;
        int count = XMath.Min(a.Rows, a.Total - position);
        int channel = a.FirstChannel + block * vectors * Group.DimX + Group.IdxX;
        bool full = a.FirstChannel + (block + 1) * vectors * Group.DimX <= a.Out;
        int pitch = a.Taps * a.Channels;
        var from = new int[tile];
        var to = new int[tile];
        for (int r = 0; r < tile; r++)
        {
            int row = XMath.Min(first + r, rows - 1);
            int tap = row / a.In;
            from[r] = tap * a.Channels + a.Group * a.In + row - tap * a.In;
            to[r] = (Grid.IdxZ * rows + row) * (a.Groups * a.Out) + a.Group * a.Out;
        }
        var acc = new float[tile * vectors];
        var value = new float[vectors];
        for (int v = 0; v < vectors; v++)
        {
            int o = channel + v * Group.DimX;
            for (int r = 0; r < tile; r++) acc[r * vectors + v] = a.Continues != 0 && o < a.Out ? dw[to[r] + o] : 0f;
        }
        int slope = position * a.OutputPitch + a.Group * a.Out + channel;
        if (full)
        {
            for (int p = 0; p < count; p++)
            {
                for (int v = 0; v < vectors; v++) value[v] = dy[slope + p * a.OutputPitch + v * Group.DimX];
                for (int r = 0; r < tile; r++)
                {
                    float left = columns[from[r] + p * pitch];
                    for (int v = 0; v < vectors; v++) acc[r * vectors + v] += left * value[v];
                }
            }
        }
        else
        {
            for (int p = 0; p < count; p++)
            {
                for (int v = 0; v < vectors; v++) value[v] = channel + v * Group.DimX < a.Out ? dy[slope + p * a.OutputPitch + v * Group.DimX] : 0f;
                for (int r = 0; r < tile; r++)
                {
                    float left = columns[from[r] + p * pitch];
                    for (int v = 0; v < vectors; v++) acc[r * vectors + v] += left * value[v];
                }
            }
        }
        for (int v = 0; v < vectors; v++)
        {
            int o = channel + v * Group.DimX;
            if (o < a.Out)
            {
                for (int r = 0; r < tile; r++)
                    if (first + r < rows) dw[to[r] + o] = acc[r * vectors + v];
            }
        }
    }
}
