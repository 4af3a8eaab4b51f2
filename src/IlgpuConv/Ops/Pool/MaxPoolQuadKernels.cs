namespace IlgpuConv.Ops;

// Windows of 2x2 that neither overlap nor leave the image: what most networks pool with. Lanes over channels; a group owns a row of windows,
// four places each, and no place has to look for its windows.

/// <summary>The kernels of <see cref="MaxPoolKernels"/> for windows of 2x2 side by side.</summary>
internal static class MaxPoolQuadKernels
{
    /// <summary><c>y</c> = the first largest element of each window, <c>taps</c> = its number; one that is not a number wins.</summary>
    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> y, ArrayView<int> taps, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int image = Grid.IdxY / s.OutHeight;
        int row = image * s.Height + (Grid.IdxY - image * s.OutHeight) * 2;
        int below = s.Width * s.Pitch;
        if (c < s.Channels)
        {
            for (int j = 0; j < s.OutWidth; j++)
            {
                int at = (row * s.Width + 2 * j) * s.Pitch + c;
                float best = x[at], right = x[at + s.Pitch], low = x[at + below], last = x[at + below + s.Pitch];
                bool wins = right > best || !(right <= float.PositiveInfinity);
                best = wins ? right : best;
                int tap = wins ? 1 : 0;
                wins = low > best || !(low <= float.PositiveInfinity);
                best = wins ? low : best;
                tap = wins ? 2 : tap;
                wins = last > best || !(last <= float.PositiveInfinity);
                best = wins ? last : best;
                tap = wins ? 3 : tap;
                int pixel = Grid.IdxY * s.OutWidth + j;
                y[pixel * s.OutPitch + c] = best;
                taps[pixel * s.Channels + c] = tap;
            }
        }
    }

    /// <summary><c>dx[p]</c> = <c>dy</c> of the window that <c>p</c> won, 0 for the others and for a last odd row or column.</summary>
    [Kernel]
    internal static void Scatter(ArrayView<float> dy, ArrayView<int> taps, ArrayView<float> dx, PoolArgs s)
    {
        int c = Grid.IdxX * Group.DimX + Group.IdxX;
        int rows = (s.Height + 1) / 2;
        int image = Grid.IdxY / rows;
        int i = Grid.IdxY - image * rows;
        int top = (image * s.Height + 2 * i) * s.Width * s.Pitch + c;
        int below = s.Width * s.Pitch;
        int windows = i < s.OutHeight ? s.OutWidth : 0;
        bool hasBelow = 2 * i + 1 < s.Height;
        if (c < s.Channels)
        {
            for (int j = 0; j < windows; j++)
            {
                int pixel = (image * s.OutHeight + i) * s.OutWidth + j;
                float value = dy[pixel * s.OutPitch + c];
                int tap = taps[pixel * s.Channels + c];
                int at = top + 2 * j * s.Pitch;
                dx[at] = tap == 0 ? value : 0f;
                dx[at + s.Pitch] = tap == 1 ? value : 0f;
                dx[at + below] = tap == 2 ? value : 0f;
                dx[at + below + s.Pitch] = tap == 3 ? value : 0f;
            }
            for (int w = 2 * windows; w < s.Width; w++)
            {
                dx[top + w * s.Pitch] = 0f;
                if (hasBelow) dx[top + below + w * s.Pitch] = 0f;
            }
        }
    }
}
