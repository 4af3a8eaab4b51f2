namespace IlgpuConv.Ops;

/// <summary>
/// Sums in an order that depends on the shape only. The input is seen as <c>[outer, rows, columns]</c>; lanes own columns, a group owns a
/// slice of the rows, and four running sums are added as a tree at the end of the slice.
/// </summary>
internal static class ReduceKernels
{
    [Kernel]
    internal static void Rows(ArrayView<float> x, ArrayView<float> y, SumShape s, float scale)
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxZ * s.SliceRows;
        int last = XMath.Min(first + s.SliceRows, s.Rows);
        int at = Grid.IdxY * s.XOuter;
        int quads = first + (last - first) / 4 * 4;
        int tail = Grid.IdxZ == s.Slices - 1 ? s.Tail : 0;
        if (column < s.Columns)
        {
            float sum0 = 0f, sum1 = 0f, sum2 = 0f, sum3 = 0f;
            for (int row = first; row < quads; row += 4)
            {
                sum0 += x[at + row * s.XRow + column];
                sum1 += x[at + (row + 1) * s.XRow + column];
                sum2 += x[at + (row + 2) * s.XRow + column];
                sum3 += x[at + (row + 3) * s.XRow + column];
            }
            for (int row = quads; row < last; row++) sum0 += x[at + row * s.XRow + column];
            if (column < tail) sum1 += x[at + s.Rows * s.XRow + column];
            y[(Grid.IdxY * s.Slices + Grid.IdxZ) * s.Columns + column] = ((sum0 + sum1) + (sum2 + sum3)) * scale;
        }
    }

    /// <summary>Lanes own outer elements and add a short contiguous run each; a group asks for the runs of the next one, which are gathered.</summary>
    [Kernel]
    internal static void Runs(ArrayView<float> x, ArrayView<float> y, int outer, int run, int pitch, float scale)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        int next = (Grid.IdxX + 1) * Group.DimX;
        if (run >= 16)
        {
            for (int q = 0; q < Group.DimX; q++)
                for (int i = 0; i < run; i += 16) Prefetch.Near(x, (next + q) * pitch + i);
        }
        if (row < outer)
        {
            float sum = 0f;
            for (int i = 0; i < run; i++) sum += x[row * pitch + i];
            y[row] = sum * scale;
        }
    }
}
