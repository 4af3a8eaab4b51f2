namespace IlgpuConv.Ops;

// A row of an image is contiguous, channels within pixels: one lane an element of the row, whatever the number of channels.

/// <summary>Codes of neighbourhoods.</summary>
internal static class LocalBinaryPatternKernels
{
    /// <summary>Bit n is whether the n-th neighbour, clockwise from above left, is at least the centre; a group owns part of a row of codes.</summary>
    [Kernel]
    internal static void Codes(ArrayView<float> x, ArrayView<float> y, int columns, int rows, int sourceRows, int sourceColumns, int down, int right)
    {
        int at = Grid.IdxX * Group.DimX + Group.IdxX;
        int n = Grid.IdxY / rows;
        int i = Grid.IdxY - n * rows;
        if (at < columns)
        {
            int centre = (n * sourceRows + i) * sourceColumns + down + right + at;
            float value = x[centre];
            float code = x[centre - down - right] >= value ? 1f : 0f;
            code += x[centre - down] >= value ? 2f : 0f;
            code += x[centre - down + right] >= value ? 4f : 0f;
            code += x[centre + right] >= value ? 8f : 0f;
            code += x[centre + down + right] >= value ? 16f : 0f;
            code += x[centre + down] >= value ? 32f : 0f;
            code += x[centre + down - right] >= value ? 64f : 0f;
            code += x[centre - right] >= value ? 128f : 0f;
            y[Grid.IdxY * columns + at] = code;
        }
    }
}
