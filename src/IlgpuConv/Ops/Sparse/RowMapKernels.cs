namespace IlgpuConv.Ops;

// Lanes over channels; a group owns a strip of rows of y, and each row adds its list in order.

/// <summary>Sums and maxima over lists of rows, and what the derivative of the maximum is made of. What is written is dense.</summary>
internal static class RowMapKernels
{
    /// <summary><c>y[i] = Σ x[rows of i]</c>.</summary>
    [Kernel]
    internal static void Sum(ArrayView<float> x, ArrayView<int> begins, ArrayView<int> rows, ArrayView<float> y, RowMapArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int end = XMath.Min((Grid.IdxY + 1) * RowMapArgs.StripRows, s.Destinations);
        if (c < s.Channels)
        {
            for (int i = Grid.IdxY * RowMapArgs.StripRows; i < end; i++)
            {
                int stop = begins[i + 1];
                float sum = 0f;
                for (int k = begins[i]; k < stop; k++) sum += x[rows[k] * s.SourcePitch + c];
                y[i * s.Channels + c] = sum;
            }
        }
    }

    /// <summary><c>y[i]</c> = the largest of <c>x[rows of i]</c>, <c>winners[i]</c> = the first row that has it, -1 and 0 where there is none.</summary>
    [Kernel]
    internal static void Max(ArrayView<float> x, ArrayView<int> begins, ArrayView<int> rows, ArrayView<float> y, ArrayView<int> winners, RowMapArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int end = XMath.Min((Grid.IdxY + 1) * RowMapArgs.StripRows, s.Destinations);
        if (c < s.Channels)
        {
            for (int i = Grid.IdxY * RowMapArgs.StripRows; i < end; i++)
            {
                int stop = begins[i + 1];
                float best = 0f;
                int winner = -1;
                for (int k = begins[i]; k < stop; k++)
                {
                    int row = rows[k];
                    float value = x[row * s.SourcePitch + c];
                    // The last comparison is true for a number that is not one: it wins and stays visible.
                    bool wins = winner < 0 || value > best || !(value <= float.PositiveInfinity);
                    best = wins ? value : best;
                    winner = wins ? row : winner;
                }
                y[i * s.Channels + c] = best;
                winners[i * s.Channels + c] = winner;
            }
        }
    }

    /// <summary><c>dx[j]</c> = the sum of dy over the lists that j is in and has won; the map is the transposed one.</summary>
    [Kernel]
    internal static void GiveToWinners(
        ArrayView<float> dy, ArrayView<int> winners, ArrayView<int> begins, ArrayView<int> rows, ArrayView<float> dx, RowMapArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int end = XMath.Min((Grid.IdxY + 1) * RowMapArgs.StripRows, s.Destinations);
        if (c < s.Channels)
        {
            for (int j = Grid.IdxY * RowMapArgs.StripRows; j < end; j++)
            {
                int stop = begins[j + 1];
                float sum = 0f;
                for (int k = begins[j]; k < stop; k++)
                {
                    int row = rows[k];
                    float value = dy[row * s.SourcePitch + c];
                    sum += winners[row * s.Channels + c] == j ? value : 0f;
                }
                dx[j * s.Channels + c] = sum;
            }
        }
    }

    /// <summary><c>y[i]</c> = the element of x that once won list i, 0 where there was none.</summary>
    [Kernel]
    internal static void TakeWinners(
        ArrayView<float> x, ArrayView<int> winners, ArrayView<int> begins, ArrayView<int> rows, ArrayView<float> y, RowMapArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int end = XMath.Min((Grid.IdxY + 1) * RowMapArgs.StripRows, s.Destinations);
        if (c < s.Channels)
        {
            for (int i = Grid.IdxY * RowMapArgs.StripRows; i < end; i++)
            {
                int stop = begins[i + 1], winner = winners[i * s.Channels + c];
                float result = 0f;
                for (int k = begins[i]; k < stop; k++)
                {
                    int row = rows[k];
                    float value = x[row * s.SourcePitch + c];
                    result = winner == row ? value : result;
                }
                y[i * s.Channels + c] = result;
            }
        }
    }
}
