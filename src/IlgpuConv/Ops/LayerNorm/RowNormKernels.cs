namespace IlgpuConv.Ops;

// A row is contiguous; a group owns a strip of rows, its lanes stride over the columns and meet in a sum over the group.
// The second pass over a row, and the third, find it in the first-level cache.

/// <summary>Normalisation of rows, and its gradients.</summary>
internal static class RowNormKernels
{
    /// <summary><c>y = (x - mean) / √(variance + epsilon) weight + bias</c>; <c>statistics[row]</c> = mean and <c>1 / √(variance + epsilon)</c>.</summary>
    [Kernel]
    internal static void Forward(
        ArrayView<float> x, ArrayView<float> weight, ArrayView<float> bias, ArrayView<float> y, ArrayView<float> statistics, float epsilon,
        RowNormArgs s)
    {
        int first = Grid.IdxY * RowNormArgs.StripRows;
        int end = XMath.Min(first + RowNormArgs.StripRows, s.Rows);
        for (int row = first; row < end; row++)
        {
            int at = row * s.Pitch;
            float sum = 0f;
            for (int c = Group.IdxX; c < s.Columns; c += Group.DimX) sum += x[at + c];
            float mean = GroupReduce.Sum(sum) / (float)s.Columns;
            float square = 0f;
            for (int c = Group.IdxX; c < s.Columns; c += Group.DimX)
            {
                float d = x[at + c] - mean;
                square += d * d;
            }
            float inverse = 1f / XMath.Sqrt(GroupReduce.Sum(square) / (float)s.Columns + epsilon);
            if (s.IsAffine != 0)
            {
                for (int c = Group.IdxX; c < s.Columns; c += Group.DimX)
                    y[row * s.Columns + c] = (x[at + c] - mean) * inverse * weight[c] + bias[c];
            }
            else
            {
                for (int c = Group.IdxX; c < s.Columns; c += Group.DimX) y[row * s.Columns + c] = (x[at + c] - mean) * inverse;
            }
            if (Group.IdxX == 0)
            {
                statistics[2 * row] = mean;
                statistics[2 * row + 1] = inverse;
            }
        }
    }

    /// <summary><c>dx = (g - E(g) - h E(g h)) / √(variance + epsilon)</c> with <c>g = weight dy</c>, <c>h</c> the normalised input, E over the row.</summary>
    [Kernel]
    internal static void InputGradient(
        ArrayView<float> x, ArrayView<float> dy, ArrayView<float> weight, ArrayView<float> statistics, ArrayView<float> dx, RowNormArgs s)
    {
        int first = Grid.IdxY * RowNormArgs.StripRows;
        int end = XMath.Min(first + RowNormArgs.StripRows, s.Rows);
        for (int row = first; row < end; row++)
        {
            int at = row * s.Pitch, from = row * s.GradientPitch;
            float mean = statistics[2 * row], inverse = statistics[2 * row + 1];
            float plain = 0f, weighted = 0f;
            for (int c = Group.IdxX; c < s.Columns; c += Group.DimX)
            {
                float g = s.IsAffine != 0 ? dy[from + c] * weight[c] : dy[from + c];
                plain += g;
                weighted += g * ((x[at + c] - mean) * inverse);
            }
            float offset = GroupReduce.Sum(plain) / (float)s.Columns;
            float slope = GroupReduce.Sum(weighted) / (float)s.Columns;
            for (int c = Group.IdxX; c < s.Columns; c += Group.DimX)
            {
                float g = s.IsAffine != 0 ? dy[from + c] * weight[c] : dy[from + c];
                dx[row * s.Columns + c] = inverse * (g - offset - (x[at + c] - mean) * inverse * slope);
            }
        }
    }

    /// <summary>Sums over a slice of rows of <c>dy h</c> and <c>dy</c>, in <c>sums[0 and 1, slice, c]</c>; lanes over columns.</summary>
    [Kernel]
    internal static void WeightGradient(ArrayView<float> x, ArrayView<float> dy, ArrayView<float> statistics, ArrayView<float> sums, RowNormArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * s.SliceRows;
        int end = XMath.Min(first + s.SliceRows, s.Rows);
        if (c < s.Columns)
        {
            float plain = 0f, weighted = 0f;
            for (int row = first; row < end; row++)
            {
                float mean = statistics[2 * row], inverse = statistics[2 * row + 1];
                float g = dy[row * s.GradientPitch + c];
                plain += g;
                weighted += g * ((x[row * s.Pitch + c] - mean) * inverse);
            }
            sums[Grid.IdxY * s.Columns + c] = weighted;
            sums[(s.Slices + Grid.IdxY) * s.Columns + c] = plain;
        }
    }
}
