namespace IlgpuConv.Ops;

/// <summary>The mean of each of a given number of windows, and its adjoint. Lanes over channels; a group owns one row of the side that it writes.</summary>
internal static class AdaptiveAvgPoolKernels
{
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.OutHeight;
        int i = Grid.IdxY - image * s.OutHeight;
        int firstRow = Start(i, s.Height, s.OutHeight);
        int endRow = End(i, s.Height, s.OutHeight);
        if (c < s.Channels)
        {
            for (int j = 0; j < s.OutWidth; j++)
            {
                int first = Start(j, s.Width, s.OutWidth);
                int end = End(j, s.Width, s.OutWidth);
                float sum = 0f;
                for (int h = firstRow; h < endRow; h++)
                {
                    int row = (image * s.Height + h) * s.Width;
                    float line = 0f;
                    for (int w = first; w < end; w++) line += x[(row + w) * s.Pitch + c];
                    sum += line;
                }
                y[(Grid.IdxY * s.OutWidth + j) * s.OutPitch + c] = sum / (float)((endRow - firstRow) * (end - first));
            }
        }
    }

    /// <summary><c>dx[p]</c> = the sum over the windows that hold <c>p</c> of <c>dy / (places of the window)</c>.</summary>
    [Kernel]
    internal static void Spread(ArrayView<float> dy, ArrayView<float> dx, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.Height;
        int h = Grid.IdxY - image * s.Height;
        // Window i holds place h if and only if floor(h O / H) <= i < ceil((h + 1) O / H): the rule of windows read the other way.
        int firstRow = Start(h, s.OutHeight, s.Height);
        int endRow = End(h, s.OutHeight, s.Height);
        if (c < s.Channels)
        {
            for (int w = 0; w < s.Width; w++)
            {
                int first = Start(w, s.OutWidth, s.Width);
                int end = End(w, s.OutWidth, s.Width);
                float sum = 0f;
                for (int i = firstRow; i < endRow; i++)
                {
                    int rows = End(i, s.Height, s.OutHeight) - Start(i, s.Height, s.OutHeight);
                    int row = (image * s.OutHeight + i) * s.OutWidth;
                    for (int j = first; j < end; j++)
                    {
                        int columns = End(j, s.Width, s.OutWidth) - Start(j, s.Width, s.OutWidth);
                        float share = 1f / (float)(rows * columns);
                        sum += dy[(row + j) * s.OutPitch + c] * share;
                    }
                }
                dx[(Grid.IdxY * s.Width + w) * s.Pitch + c] = sum;
            }
        }
    }

    private static int Start(int window, int size, int windows) => window * size / windows;

    private static int End(int window, int size, int windows) => ((window + 1) * size + windows - 1) / windows;
}
