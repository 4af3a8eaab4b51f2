namespace IlgpuConv.Ops;

/// <summary>
/// The gradient of the input in gather form. A list for each cell between pixels and each tap holds the positions that read there, in
/// ascending order; a pixel collects dy from the lists of the four cells around it, and a product with the filter follows. Every element has
/// one owner and every sum one order.
/// </summary>
internal static class DeformListKernels
{
    /// <summary>
    /// The lists: heads <c>[image][cell][set]</c>, followers and places between pixels <c>[position][set]</c>; -1 ends a list. One lane makes all
    /// lists of an image and set, from the last position to the first: it is a walk through memory without anything to share. Grid: x one
    /// group, y sets, z images.
    /// </summary>
    [Kernel]
    internal static void Link(
        ArrayView<float> offset, ArrayView<int> heads, ArrayView<int> next, ArrayView<float> down, ArrayView<float> right, DeformBlockArgs a)
    {
        int set = Grid.IdxY, n = Grid.IdxZ;
        if (Group.IdxX == 0)
        {
            int tap = set % a.Taps;
            int th = tap / a.W.Taps;
            int startH = a.H.Origin + th * a.H.Dilation, startW = a.W.Origin + (tap - th * a.W.Taps) * a.W.Dilation;
            int cells = (a.H.Source + 1) * (a.W.Source + 1);
            for (int i = 0; i < cells; i++) heads[(n * cells + i) * a.Sets + set] = -1;
            for (int i = a.H.Destination - 1; i >= 0; i--)
            {
                for (int j = a.W.Destination - 1; j >= 0; j--)
                {
                    int p = (n * a.H.Destination + i) * a.W.Destination + j;
                    int at = p * a.OffsetPitch + set * a.Axes;
                    float h = (float)(i * a.H.Stride + startH) + (a.Axes > 1 ? offset[at] : 0f);
                    float w = (float)(j * a.W.Stride + startW) + offset[at + a.Axes - 1];
                    if (h > -1f && h < (float)a.H.Source && w > -1f && w < (float)a.W.Source)
                    {
                        float floorH = XMath.Floor(h), floorW = XMath.Floor(w);
                        int cell = (n * cells + ((int)floorH + 1) * (a.W.Source + 1) + (int)floorW + 1) * a.Sets + set;
                        int place = p * a.Sets + set;
                        down[place] = h - floorH;
                        right[place] = w - floorW;
                        next[place] = heads[cell];
                        heads[cell] = p;
                    }
                }
            }
        }
    }

    /// <summary>
    /// For each tap what a pixel gets of dy: <c>[pixel][tap][channel]</c>, of <paramref name="count"/> output channels from <paramref name="first"/> on
    /// and one offset group. Grid: x one group, y pixels, z blocks.
    /// </summary>
    [Kernel]
    internal static void Collect(
        ArrayView<float> dy, ArrayView<float> mask, ArrayView<int> heads, ArrayView<int> next, ArrayView<float> down, ArrayView<float> right,
        [Workspace] ArrayView<float> columns, DeformBlockArgs a, int group, int pitch, int first, int count)
    {
        int pixel = Grid.IdxZ * a.Step + Grid.IdxY;
        if (pixel < a.Positions)
        {
            int row = pixel / a.W.Source;
            int n = row / a.H.Source;
            int h = row - n * a.H.Source, w = pixel - row * a.W.Source;
            int set = group * a.Taps;
            for (int tap = 0; tap < a.Taps; tap++)
            {
                int to = Grid.IdxY * a.Row + tap * count;
                for (int c = 0; c < count; c += Group.DimX)
                {
                    int lane = c + Group.IdxX;
                    if (lane < count) columns[to + lane] = 0f;
                }
                for (int corner = 0; corner < 4; corner++)
                {
                    int below = corner / 2;
                    int beside = corner - 2 * below;
                    int p = heads[((n * (a.H.Source + 1) + h + 1 - below) * (a.W.Source + 1) + w + 1 - beside) * a.Sets + set];
                    while (p >= 0)
                    {
                        int at = p * a.Sets + set;
                        float shareH = below == 0 ? 1f - down[at] : down[at], shareW = beside == 0 ? 1f - right[at] : right[at];
                        float factor = a.Masked != 0 ? mask[p * a.MaskPitch + set] : 1f;
                        float share = factor * shareH * shareW;
                        int from = p * pitch + first;
                        for (int c = 0; c < count; c += Group.DimX)
                        {
                            int lane = c + Group.IdxX;
                            if (lane < count) columns[to + lane] += share * dy[from + lane];
                        }
                        p = next[at];
                    }
                }
                set++;
            }
        }
    }
}
