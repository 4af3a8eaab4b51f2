namespace IlgpuConv.Ops;

/// <summary>
/// Softmax along one axis; a lane owns a row of it. Rows lie beside each other along an axis that is not contiguous (step 1 from lane to
/// lane), else one after the other (step 1 within a row).
/// </summary>
internal static class SoftmaxKernels
{
    /// <summary>Contiguous rows.</summary>
    [Kernel]
    internal static void Rows(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xPitch) =>
        Forward(x, y, rows, columns, xPitch, columns, 1);

    /// <summary>Rows across <c>[outer, columns, inner]</c>.</summary>
    [Kernel]
    internal static void Across(ArrayView<float> x, ArrayView<float> y, int inner, int columns) =>
        Forward(x, y, inner, columns, 1, 1, inner);

    /// <summary>The logarithm, of contiguous rows.</summary>
    [Kernel]
    internal static void LogRows(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xPitch) =>
        LogForward(x, y, rows, columns, xPitch, columns, 1);

    /// <summary>The logarithm, of rows across <c>[outer, columns, inner]</c>.</summary>
    [Kernel]
    internal static void LogAcross(ArrayView<float> x, ArrayView<float> y, int inner, int columns) =>
        LogForward(x, y, inner, columns, 1, 1, inner);

    private static void Forward(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xRow, int yRow, int step)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            int atX = Grid.IdxY * columns * rows + row * xRow, atY = Grid.IdxY * columns * rows + row * yRow;
            float largest = x[atX];
            for (int i = 1; i < columns; i++) largest = XMath.Max(largest, x[atX + i * step]);
            float sum = 0f;
            for (int i = 0; i < columns; i++)
            {
                float e = XMath.Exp(x[atX + i * step] - largest);
                y[atY + i * step] = e;
                sum += e;
            }
            float scale = 1f / sum;
            for (int i = 0; i < columns; i++) y[atY + i * step] = y[atY + i * step] * scale;
        }
    }

    private static void LogForward(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xRow, int yRow, int step)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            int atX = Grid.IdxY * columns * rows + row * xRow, atY = Grid.IdxY * columns * rows + row * yRow;
            float largest = x[atX];
            for (int i = 1; i < columns; i++) largest = XMath.Max(largest, x[atX + i * step]);
            float sum = 0f;
            for (int i = 0; i < columns; i++) sum += XMath.Exp(x[atX + i * step] - largest);
            float shift = largest + XMath.Log(sum);
            for (int i = 0; i < columns; i++) y[atY + i * step] = x[atX + i * step] - shift;
        }
    }
}
