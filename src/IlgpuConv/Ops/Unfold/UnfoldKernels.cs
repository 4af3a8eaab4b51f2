namespace IlgpuConv.Ops;

// A column is contiguous in memory, its elements in the order channel, tap: one lane an element of it in Unfold, one lane a channel in
// Fold. So one side is always a gather; the convolutions of the library do not go this way.

/// <summary>Images to columns (im2col), and its adjoint.</summary>
internal static class UnfoldKernels
{
    /// <summary><c>column[c K + u kW + v] = x[c, i stride - padding + u dilation, ...]</c>; a group owns a row of windows.</summary>
    [Kernel]
    internal static void Unfold(ArrayView<float> x, ArrayView<float> columns, UnfoldArgs s)
    {
        int at = Grid.IdxX * Group.DimX + Group.IdxX;
        int n = Grid.IdxY / s.Rows;
        int i = Grid.IdxY - n * s.Rows;
        int taps = s.KernelH * s.KernelW;
        if (at < s.Channels * taps)
        {
            int c = at / taps;
            int tap = at - c * taps;
            int u = tap / s.KernelW;
            int v = tap - u * s.KernelW;
            int h = i * s.StrideH - s.PadH + u * s.DilationH;
            int left = v * s.DilationW - s.PadW;
            bool isRow = h >= 0 && h < s.Height;
            int row = (n * s.Height + h) * s.Width;
            for (int j = 0; j < s.Columns; j++)
            {
                int w = left + j * s.StrideW;
                bool inside = isRow && w >= 0 && w < s.Width;
                columns[(Grid.IdxY * s.Columns + j) * s.ColumnPitch + at] = inside ? x[(row + w) * s.Pitch + c] : 0f;
            }
        }
    }

    /// <summary><c>x[p]</c> = the sum over the columns' elements that were taken from <c>p</c>, in the order of taps; a group owns a row.</summary>
    [Kernel]
    internal static void Fold(ArrayView<float> columns, ArrayView<float> x, UnfoldArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int n = Grid.IdxY / s.Height;
        int bottom = Grid.IdxY - n * s.Height + s.PadH;
        int taps = s.KernelH * s.KernelW;
        if (c < s.Channels)
        {
            int firstH = FirstTap(bottom, s.KernelH, s.StrideH, s.DilationH, s.TapStepH);
            for (int w = 0; w < s.Width; w++)
            {
                int right = w + s.PadW;
                int firstW = FirstTap(right, s.KernelW, s.StrideW, s.DilationW, s.TapStepW);
                float sum = 0f;
                for (int u = firstH; u < s.KernelH; u += s.TapStepH)
                {
                    int i = (bottom - u * s.DilationH) / s.StrideH;
                    if (bottom >= u * s.DilationH && i < s.Rows)
                    {
                        int row = (n * s.Rows + i) * s.Columns;
                        for (int v = firstW; v < s.KernelW; v += s.TapStepW)
                        {
                            int j = (right - v * s.DilationW) / s.StrideW;
                            if (right >= v * s.DilationW && j < s.Columns)
                                sum += columns[(row + j) * s.ColumnPitch + c * taps + u * s.KernelW + v];
                        }
                    }
                }
                x[(Grid.IdxY * s.Width + w) * s.Pitch + c] = sum;
            }
        }
    }

    /// <summary>The smallest tap at which a window can begin a whole number of strides before the place; all of them where none does.</summary>
    private static int FirstTap(int place, int taps, int stride, int dilation, int step)
    {
        int tap = 0;
        while (tap < step && (place - tap * dilation) % stride != 0) tap++;
        return tap < step ? tap : taps;
    }
}
