namespace IlgpuConv.Ops;

/// <summary>
/// Matrix products <c>y[m, n] = bias[n] + Σ_k a[m, k] b[k, n]</c>, register-tiled. Lanes run over n, where b and y are contiguous; a
/// group owns a tile of rows x vectors of outputs, so that each number of a is broadcast once for several vectors and each vector of b
/// serves several rows. a has any strides: its transpose costs nothing. Long sums are cut into slices (grid z) that depend on the shape
/// only and are added afterwards. Where b is the larger matrix the tiles of rows come first, so that a block of its columns is read once.
/// </summary>
internal static class MatMulKernels
{
    [Kernel]
    internal static void Tile6x4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s) =>
        Tile(a, b, bias, y, s, 6, 4);

    [Kernel]
    internal static void Tile8x2(ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s) =>
        Tile(a, b, bias, y, s, 8, 2);

    [Kernel]
    internal static void Tile8x1(ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s) =>
        Tile(a, b, bias, y, s, 8, 1);

    [Kernel]
    internal static void Tile1x4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s) =>
        Tile(a, b, bias, y, s, 1, 4);

    private static void Tile(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s, [Constant] int rows, [Constant] int vectors)
    {
        int start = (s.RowsFirst != 0 ? Grid.IdxY : Grid.IdxX) * Group.DimX * vectors;
        if (start + Group.DimX * vectors <= s.N)
        {
            Block(a, b, bias, y, s, start + Group.IdxX, rows, vectors);
        }
        else
        {
            for (int v = 0; v < vectors; v++)
            {
                int n = start + v * Group.DimX + Group.IdxX;
                if (n < s.N) Block(a, b, bias, y, s, n, rows, 1);
            }
        }
    }

    private static void Block(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> bias, ArrayView<float> y, MatMulShape s, int n,
        [Constant] int rows, [Constant] int vectors)
    {
        int m = (s.RowsFirst != 0 ? Grid.IdxX : Grid.IdxY) * rows;
        int batch = Grid.IdxZ / s.Slices;
        int slice = Grid.IdxZ - batch * s.Slices;
        int first = slice * s.SliceK;
        int last = XMath.Min(first + s.SliceK, s.K);
        int atA = batch * s.ABatch;
        int atB = batch * s.BBatch + n;

        var acc = new float[rows * vectors];
        for (int p = 0; p < rows; p++)
            for (int v = 0; v < vectors; v++)
                acc[p * vectors + v] = 0f;
        if (s.HasBias != 0 && slice == 0)
        {
            for (int p = 0; p < rows; p++)
                for (int v = 0; v < vectors; v++)
                    acc[p * vectors + v] = bias[n + v * Group.DimX];
        }

        // Rows past the end read the last row again; they are not stored.
        var rowOf = new int[rows];
        for (int p = 0; p < rows; p++) rowOf[p] = atA + XMath.Min(m + p, s.M - 1) * s.AM;
        for (int k = first; k < last; k++)
        {
            var w = new float[vectors];
            for (int v = 0; v < vectors; v++) w[v] = b[atB + k * s.BK + v * Group.DimX];
            for (int p = 0; p < rows; p++)
            {
                float x = a[rowOf[p] + k * s.AK];
                for (int v = 0; v < vectors; v++) acc[p * vectors + v] += x * w[v];
            }
        }

        int atY = batch * s.YBatch + slice * s.YSlice + n;
        for (int p = 0; p < rows; p++)
        {
            if (m + p < s.M)
            {
                for (int v = 0; v < vectors; v++) y[atY + (m + p) * s.YM + v * Group.DimX] = acc[p * vectors + v];
            }
        }
    }
}
