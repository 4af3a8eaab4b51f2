namespace IlgpuConv.Ops;

// Lanes over channels; a group owns one row of the side that it writes, and walks along it.
// The forward notes for each output which tap of its window won (-1: none inside), so both adjoints are loops over taps without gathers.

/// <summary>The largest of each window, and the two maps that its derivatives are made of.</summary>
internal static class MaxPoolKernels
{
    /// <summary><c>y</c> = the first largest element of each window, <c>taps</c> = its number <c>u kernelW + v</c>.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, ArrayView<int> taps, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.OutHeight;
        int top = (Grid.IdxY - image * s.OutHeight) * s.StrideH - s.PadH;
        if (c < s.Channels)
        {
            for (int j = 0; j < s.OutWidth; j++)
            {
                int left = j * s.StrideW - s.PadW;
                float best = float.NegativeInfinity;
                int tap = -1;
                for (int u = 0; u < s.KernelH; u++)
                {
                    int h = top + u * s.DilationH;
                    if (h >= 0 && h < s.Height)
                    {
                        int row = (image * s.Height + h) * s.Width;
                        for (int v = 0; v < s.KernelW; v++)
                        {
                            int w = left + v * s.DilationW;
                            if (w >= 0 && w < s.Width)
                            {
                                float value = x[(row + w) * s.Pitch + c];
                                // The last comparison is true for a number that is not one: it wins and stays visible.
                                bool wins = tap < 0 || value > best || !(value <= float.PositiveInfinity);
                                best = wins ? value : best;
                                tap = wins ? u * s.KernelW + v : tap;
                            }
                        }
                    }
                }
                int pixel = Grid.IdxY * s.OutWidth + j;
                y[pixel * s.OutPitch + c] = best;
                taps[pixel * s.Channels + c] = tap;
            }
        }
    }

    /// <summary><c>dx[p]</c> = the sum of <c>dy</c> over the windows that <c>p</c> won; each <c>p</c> is owned once.</summary>
    [Kernel]
    internal static void Scatter(ArrayView<float> dy, ArrayView<int> taps, ArrayView<float> dx, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.Height;
        int bottom = Grid.IdxY - image * s.Height + s.PadH;
        int firstRow = PoolWindows.First(bottom, s.KernelH, s.StrideH, s.DilationH);
        int lastRow = XMath.Min(bottom / s.StrideH, s.OutHeight - 1);
        if (c < s.Channels)
        {
            for (int w = 0; w < s.Width; w++)
            {
                int right = w + s.PadW;
                int first = PoolWindows.First(right, s.KernelW, s.StrideW, s.DilationW);
                int last = XMath.Min(right / s.StrideW, s.OutWidth - 1);
                float sum = 0f;
                for (int i = firstRow; i <= lastRow; i++)
                {
                    int u = PoolWindows.Tap(bottom - i * s.StrideH, s.DilationH);
                    if (u >= 0)
                    {
                        for (int j = first; j <= last; j++)
                        {
                            int v = PoolWindows.Tap(right - j * s.StrideW, s.DilationW);
                            if (v >= 0)
                            {
                                int pixel = (image * s.OutHeight + i) * s.OutWidth + j;
                                float value = dy[pixel * s.OutPitch + c];
                                int tap = taps[pixel * s.Channels + c];
                                sum += tap == u * s.KernelW + v ? value : 0f;
                            }
                        }
                    }
                }
                dx[(Grid.IdxY * s.Width + w) * s.Pitch + c] = sum;
            }
        }
    }

    /// <summary><c>y</c> = the element of each window that <c>taps</c> names, 0 where it names none.</summary>
    [Kernel]
    internal static void Select(ArrayView<float> x, ArrayView<int> taps, ArrayView<float> y, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.OutHeight;
        int top = (Grid.IdxY - image * s.OutHeight) * s.StrideH - s.PadH;
        if (c < s.Channels)
        {
            for (int j = 0; j < s.OutWidth; j++)
            {
                int left = j * s.StrideW - s.PadW;
                int pixel = Grid.IdxY * s.OutWidth + j;
                int tap = taps[pixel * s.Channels + c];
                float result = 0f;
                for (int u = 0; u < s.KernelH; u++)
                {
                    int h = top + u * s.DilationH;
                    if (h >= 0 && h < s.Height)
                    {
                        int row = (image * s.Height + h) * s.Width;
                        for (int v = 0; v < s.KernelW; v++)
                        {
                            int w = left + v * s.DilationW;
                            if (w >= 0 && w < s.Width)
                            {
                                float value = x[(row + w) * s.Pitch + c];
                                result = tap == u * s.KernelW + v ? value : result;
                            }
                        }
                    }
                }
                y[pixel * s.OutPitch + c] = result;
            }
        }
    }
}
