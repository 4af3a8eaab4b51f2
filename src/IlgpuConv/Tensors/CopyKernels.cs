namespace IlgpuConv.Tensors;

/// <summary>Copies of elements by their bits: <c>f32</c> and <c>i32</c> as 32-bit, <c>f64</c> and <c>i64</c> as 64-bit numbers.</summary>
internal static class CopyKernels
{
    [Kernel]
    internal static void Rows32(ArrayView<int> a, ArrayView<int> y, RowShape s) => Copy(a, y, s, 1, 1);

    [Kernel]
    internal static void Rows64(ArrayView<long> a, ArrayView<long> y, RowShape s) => Copy(a, y, s, 1, 1);

    [Kernel]
    internal static void Any32(ArrayView<int> a, ArrayView<int> y, RowShape s) => Copy(a, y, s, s.AColumn, s.YColumn);

    [Kernel]
    internal static void Any64(ArrayView<long> a, ArrayView<long> y, RowShape s) => Copy(a, y, s, s.AColumn, s.YColumn);

    private static void Copy<T>(ArrayView<T> a, ArrayView<T> y, RowShape s, int aColumn, int yColumn)
        where T : unmanaged
    {
        int column = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RowShape.RowsPerGroup;
        int last = XMath.Min(first + RowShape.RowsPerGroup, s.Rows);
        int outer = Grid.IdxZ / s.Middle;
        int middle = Grid.IdxZ - outer * s.Middle;
        int atA = outer * s.AOuter + middle * s.AMiddle;
        int atY = outer * s.YOuter + middle * s.YMiddle;
        if (column < s.Columns)
        {
            for (int row = first; row < last; row++)
                y[atY + row * s.YRow + column * yColumn] = a[atA + row * s.ARow + column * aColumn];
        }
    }
}
