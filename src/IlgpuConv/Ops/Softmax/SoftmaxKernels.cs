namespace IlgpuConv.Ops;

/// <summary>Softmax over contiguous rows; a lane owns a row.</summary>
internal static class SoftmaxKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xPitch)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            float largest = x[row * xPitch];
            for (int i = 1; i < columns; i++) largest = XMath.Max(largest, x[row * xPitch + i]);
            float sum = 0f;
            for (int i = 0; i < columns; i++)
            {
                float e = XMath.Exp(x[row * xPitch + i] - largest);
                y[row * columns + i] = e;
                sum += e;
            }
            float scale = 1f / sum;
            for (int i = 0; i < columns; i++) y[row * columns + i] = y[row * columns + i] * scale;
        }
    }

    [Kernel]
    internal static void LogForward(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int xPitch)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            float largest = x[row * xPitch];
            for (int i = 1; i < columns; i++) largest = XMath.Max(largest, x[row * xPitch + i]);
            float sum = 0f;
            for (int i = 0; i < columns; i++) sum += XMath.Exp(x[row * xPitch + i] - largest);
            float shift = largest + XMath.Log(sum);
            for (int i = 0; i < columns; i++) y[row * columns + i] = x[row * xPitch + i] - shift;
        }
    }
}
