namespace IlgpuConv.Ops;

/// <summary>
/// Matrix products <c>y[m, n] = Σ_k a[m, k] b[n, k]</c> whose sums run along the contiguous axis of both: nothing is transposed before.
/// Lanes run over k; a group owns a tile of outputs and a slice of the sum, with a number for each lane and output in registers, and its
/// lanes meet in a sum at the end. Slices depend on the sizes only and are added afterwards.
/// </summary>
internal static class DotProductKernels
{
    /// <summary>No device has larger groups.</summary>
    private const int LargestGroup = 1024;

    [Kernel]
    internal static void Tile4x4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, DotProductShape s) => Tile(a, b, y, s, 4, 4);

    [Kernel]
    internal static void Tile2x4(ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, DotProductShape s) => Tile(a, b, y, s, 2, 4);

    // Grid: x one group, y tiles, those of the same columns beside each other, z slices, batch.
    private static void Tile(
        ArrayView<float> a, ArrayView<float> b, ArrayView<float> y, DotProductShape s, [Constant] int rows, [Constant] int columns)
    {
        int tiles = (s.M + rows - 1) / rows;
        int tileN = Grid.IdxY / tiles;
        int m = (Grid.IdxY - tileN * tiles) * rows, n = tileN * columns;
        int batch = Grid.IdxZ / s.Slices;
        int slice = Grid.IdxZ - batch * s.Slices;
        int first = slice * s.SliceK;
        int last = XMath.Min(first + s.SliceK, s.K);
        int lane = Group.IdxX;

        // Rows and columns past the end read the last one again; they are not stored.
        var atA = new int[rows];
        var atB = new int[columns];
        var acc = new float[rows * columns];
        for (int p = 0; p < rows; p++) atA[p] = batch * s.ABatch + XMath.Min(m + p, s.M - 1) * s.AM + lane;
        for (int v = 0; v < columns; v++) atB[v] = batch * s.BBatch + XMath.Min(n + v, s.N - 1) * s.BN + lane;
        for (int i = 0; i < rows * columns; i++) acc[i] = 0f;
        int whole = first + (last - first) / Group.DimX * Group.DimX;
        for (int k = first; k < whole; k += Group.DimX)
        {
            var w = new float[columns];
            for (int v = 0; v < columns; v++) w[v] = b[atB[v] + k];
            for (int p = 0; p < rows; p++)
            {
                float x = a[atA[p] + k];
                for (int v = 0; v < columns; v++) acc[p * columns + v] += x * w[v];
            }
        }
        if (whole + lane < last)
        {
            for (int p = 0; p < rows; p++)
            {
                float x = a[atA[p] + whole];
                for (int v = 0; v < columns; v++) acc[p * columns + v] += x * b[atB[v] + whole];
            }
        }

        // The lanes of four outputs at a time are added one after another: the same order on every group, and no round of half the lanes.
        var values = SharedMemory.Allocate<float>(4 * LargestGroup);
        int atY = batch * s.YBatch + slice * s.YSlice;
        for (int p = 0; p < rows; p++)
        {
            for (int v = 0; v < columns; v++) values[v * Group.DimX + lane] = acc[p * columns + v];
            Group.Barrier();
            for (int v = 0; v < columns; v++)
            {
                float sum = 0f;
                for (int j = 0; j < Group.DimX; j++) sum += values[v * Group.DimX + j];
                if (lane == 0 && m + p < s.M && n + v < s.N) y[atY + (m + p) * s.YM + (n + v) * s.YN] = sum;
            }
            Group.Barrier();
        }
    }
}
