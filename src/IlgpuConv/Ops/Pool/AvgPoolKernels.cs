namespace IlgpuConv.Ops;

/// <summary>The mean of each window, and its adjoint. Lanes over channels; a group owns one row of the side that it writes.</summary>
internal static class AvgPoolKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.OutHeight;
        int i = Grid.IdxY - image * s.OutHeight;
        int top = i * s.StrideH - s.PadH;
        int firstRow = XMath.Max(top, 0);
        int endRow = XMath.Min(top + s.KernelH, s.Height);
        int rows = PoolWindows.Count(i, s.Height, s.KernelH, s.StrideH, s.PadH, s.CountsPadding);
        if (c < s.Channels)
        {
            for (int j = 0; j < s.OutWidth; j++)
            {
                int left = j * s.StrideW - s.PadW;
                int first = XMath.Max(left, 0);
                int end = XMath.Min(left + s.KernelW, s.Width);
                int columns = PoolWindows.Count(j, s.Width, s.KernelW, s.StrideW, s.PadW, s.CountsPadding);
                float sum = 0f;
                for (int h = firstRow; h < endRow; h++)
                {
                    int row = (image * s.Height + h) * s.Width;
                    for (int w = first; w < end; w++) sum += x[(row + w) * s.Pitch + c];
                }
                y[(Grid.IdxY * s.OutWidth + j) * s.OutPitch + c] = sum / (float)(rows * columns);
            }
        }
    }

    /// <summary><c>dx[p]</c> = the sum over the windows that hold <c>p</c> of <c>dy / (places that count)</c>.</summary>
    [Kernel]
    internal static void Spread(ArrayView<float> dy, ArrayView<float> dx, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.Height;
        int bottom = Grid.IdxY - image * s.Height + s.PadH;
        int firstRow = PoolWindows.First(bottom, s.KernelH, s.StrideH, 1);
        int lastRow = XMath.Min(bottom / s.StrideH, s.OutHeight - 1);
        if (c < s.Channels)
        {
            for (int w = 0; w < s.Width; w++)
            {
                int right = w + s.PadW;
                int first = PoolWindows.First(right, s.KernelW, s.StrideW, 1);
                int last = XMath.Min(right / s.StrideW, s.OutWidth - 1);
                float sum = 0f;
                for (int i = firstRow; i <= lastRow; i++)
                {
                    int rows = PoolWindows.Count(i, s.Height, s.KernelH, s.StrideH, s.PadH, s.CountsPadding);
                    int row = (image * s.OutHeight + i) * s.OutWidth;
                    for (int j = first; j <= last; j++)
                    {
                        int columns = PoolWindows.Count(j, s.Width, s.KernelW, s.StrideW, s.PadW, s.CountsPadding);
                        float share = 1f / (float)(rows * columns);
                        sum += dy[(row + j) * s.OutPitch + c] * share;
                    }
                }
                dx[(Grid.IdxY * s.Width + w) * s.Pitch + c] = sum;
            }
        }
    }
}
