namespace IlgpuConv.Ops;

/// <summary>
/// Products of a block of rows with a packed filter, <c>target[row, o] = bias[o] + Σ_k source[row, k] w[k, o]</c>, from the workspace of a chain
/// or into it. Lanes are the elements of a target row; a group owns a tile of rows by vectors, in registers over the whole sum. Tiles of
/// rows are neighbours: they use the same part of the filter while it is near.
/// </summary>
internal static class DeformProductKernels
{
    [Kernel]
    internal static void From6x4([Workspace] ArrayView<float> columns, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DeformProductArgs a) =>
        Product(columns, w, bias, y, a, 0, Grid.IdxZ * a.Rows, 6, 4);

    [Kernel]
    internal static void From14x2([Workspace] ArrayView<float> columns, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DeformProductArgs a) =>
        Product(columns, w, bias, y, a, 0, Grid.IdxZ * a.Rows, 14, 2);

    [Kernel]
    internal static void From14x1([Workspace] ArrayView<float> columns, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DeformProductArgs a) =>
        Product(columns, w, bias, y, a, 0, Grid.IdxZ * a.Rows, 14, 1);

    [Kernel]
    internal static void From6x2([Workspace] ArrayView<float> columns, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> y, DeformProductArgs a) =>
        Product(columns, w, bias, y, a, 0, Grid.IdxZ * a.Rows, 6, 2);

    [Kernel]
    internal static void Into6x4(ArrayView<float> x, ArrayView<float> w, [Workspace] ArrayView<float> columns, DeformProductArgs a) =>
        Product(x, w, w, columns, a, Grid.IdxZ * a.Rows, 0, 6, 4);

    [Kernel]
    internal static void Into14x2(ArrayView<float> x, ArrayView<float> w, [Workspace] ArrayView<float> columns, DeformProductArgs a) =>
        Product(x, w, w, columns, a, Grid.IdxZ * a.Rows, 0, 14, 2);

    [Kernel]
    internal static void Into14x1(ArrayView<float> x, ArrayView<float> w, [Workspace] ArrayView<float> columns, DeformProductArgs a) =>
        Product(x, w, w, columns, a, Grid.IdxZ * a.Rows, 0, 14, 1);

    [Kernel]
    internal static void Into6x2(ArrayView<float> x, ArrayView<float> w, [Workspace] ArrayView<float> columns, DeformProductArgs a) =>
        Product(x, w, w, columns, a, Grid.IdxZ * a.Rows, 0, 6, 2);

    // Grid: x one group, y repeats, blocks of vectors, tiles of rows, z blocks of rows.
    private static void Product(
        ArrayView<float> source, ArrayView<float> w, ArrayView<float> bias, ArrayView<float> target, in DeformProductArgs a, int sourceRow, int targetRow,
        [Constant] int tile, [Constant] int vectors)
    {
        int part = Grid.IdxY / a.Tiles;
        int first = (Grid.IdxY - part * a.Tiles) * tile;
        int repeat = part / a.Blocks;
        int block = part - repeat * a.Blocks;
        int count = XMath.Min(a.Rows, a.Total - Grid.IdxZ * a.Rows);
        if (first >= count) return;

        int width = vectors * Group.DimX;
        int lane = Group.IdxX;
        int channel = a.FirstChannel + block * width + lane;
        // Without the lane, because it moves on with the runs: what is assigned once is known to be contiguous.
        int filter = repeat * a.FilterRepeat + a.FilterFirst + block * a.FilterBlock;
        // In a last tile that is not full, rows repeat the last one and are not stored.
        var ahead = new int[tile];
        var below = new int[tile];
        for (int p = 0; p < tile; p++)
        {
            int shift = XMath.Min(p, count - 1 - first);
            ahead[p] = shift * a.SourcePitch;
            below[p] = shift * a.TargetPitch;
        }
        int at = (sourceRow + first) * a.SourcePitch + a.SourceFirst;
        int to = (targetRow + first) * a.TargetPitch + a.TargetFirst + repeat * a.TargetRepeat;
        var acc = new float[tile * vectors];
        var weight = new float[vectors];
        for (int v = 0; v < vectors; v++)
        {
            int o = channel + v * Group.DimX;
            if (a.Continues != 0)
            {
                for (int p = 0; p < tile; p++) acc[p * vectors + v] = o < a.Width ? target[to + below[p] + o] : 0f;
            }
            else
            {
                float start = a.Biased != 0 && o < a.Width ? bias[a.BiasFirst + o] : 0f;
                for (int p = 0; p < tile; p++) acc[p * vectors + v] = start;
            }
        }
        for (int run = 0; run < a.Runs; run++)
        {
            for (int c = 0; c < Unroll.By(4, a.RunLength); c++)
            {
                for (int v = 0; v < vectors; v++) weight[v] = w[filter + c * width + v * Group.DimX + lane];
                for (int p = 0; p < tile; p++)
                {
                    float value = source[p == 0 ? at + c : at + ahead[p] + c];
                    for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * weight[v];
                }
            }
            at += a.RunStride;
            filter += a.RunLength * width;
        }
        for (int v = 0; v < vectors; v++)
        {
            int o = channel + v * Group.DimX;
            if (o < a.Width)
            {
                for (int p = 0; p < tile; p++)
                    if (first + p < count) target[to + below[p] + o] = acc[p * vectors + v];
            }
        }
    }
}
