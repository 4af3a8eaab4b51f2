namespace IlgpuConv.Ops;

/// <summary>The choice of one of a few: lanes own rows.</summary>
internal static class HardChoiceKernels
{
    /// <summary><c>y[row, i]</c> = 1 where <c>x[row, i]</c> is the first largest of its row, else 0.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, int rows, int columns, int pitch)
    {
        int row = Grid.IdxX * Group.DimX + Group.IdxX;
        if (row < rows)
        {
            float best = x[row * pitch];
            int winner = 0;
            for (int i = 1; i < columns; i++)
            {
                float value = x[row * pitch + i];
                winner = value > best ? i : winner;
                best = value > best ? value : best;
            }
            for (int i = 0; i < columns; i++) y[row * columns + i] = winner == i ? 1f : 0f;
        }
    }
}
