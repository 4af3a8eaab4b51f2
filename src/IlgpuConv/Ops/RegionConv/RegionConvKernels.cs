namespace IlgpuConv.Ops;

// Forward: lanes over output channels; a group owns a row of pixels and walks along it in tiles. Where a tile lies in one region its pixels
// share the loads of the filter, else each pixel goes by itself. Only the chosen filter of a pixel is applied.

/// <summary>Convolution with the filter of each pixel's region, and what its gradients are made of.</summary>
internal static class RegionConvKernels
{
    /// <summary><c>map[p]</c> = the first region with the largest guide at pixel p; lanes over pixels.</summary>
    [Kernel]
    internal static void Map(ArrayView<float> guide, ArrayView<int> map, RegionConvArgs s)
    {
        int p = Grid.IdxX * Group.DimX + Group.IdxX;
        if (p < s.Pixels)
        {
            float best = guide[p * s.GuidePitch];
            int winner = 0;
            for (int t = 1; t < s.Regions; t++)
            {
                float value = guide[p * s.GuidePitch + t];
                winner = value > best ? t : winner;
                best = value > best ? value : best;
            }
            map[p] = winner;
        }
    }

    [Kernel]
    internal static void Forward(ArrayView<float> x, ArrayView<float> w, ArrayView<int> map, ArrayView<float> y, RegionConvArgs s) =>
        Forward(x, w, map, y, s, Grid.IdxX * Group.DimX + Group.IdxX, 0);

    /// <summary>The same in groups, whose lanes read channels of their own.</summary>
    [Kernel]
    internal static void ForwardGrouped(ArrayView<float> x, ArrayView<float> w, ArrayView<int> map, ArrayView<float> y, RegionConvArgs s)
    {
        int o = Grid.IdxX * Group.DimX + Group.IdxX;
        Forward(x, w, map, y, s, o, o / s.GroupOut * s.In);
    }

    private static void Forward(
        ArrayView<float> x, ArrayView<float> w, ArrayView<int> map, ArrayView<float> y, in RegionConvArgs s, int o, int firstIn)
    {
        int row = Grid.IdxY * s.OutWidth;
        if (o < s.Out)
        {
            for (int first = 0; first < s.OutWidth; first += 4)
            {
                int last = XMath.Min(3, s.OutWidth - 1 - first);
                int region = map[row + first];
                bool isOne = map[row + first + XMath.Min(1, last)] == region && map[row + first + XMath.Min(2, last)] == region
                    && map[row + first + last] == region;
                if (isOne)
                {
                    Tile(x, w, y, s, 4, 1, o, firstIn, region, first, last);
                }
                else
                {
                    for (int p = 0; p <= last; p++) Tile(x, w, y, s, 1, 4, o, firstIn, map[row + first + p], first + p, 0);
                }
            }
        }
    }

    /// <summary><c>masked[p]</c> = <c>dy[p]</c> where p lies in the region, else 0; lanes over channels.</summary>
    [Kernel]
    internal static void Mask(ArrayView<float> dy, ArrayView<int> map, ArrayView<float> masked, RegionConvArgs s, int region)
    {
        int o = Grid.IdxX * Group.DimX + Group.IdxX;
        int first = Grid.IdxY * RegionConvArgs.StripPixels;
        int end = XMath.Min(first + RegionConvArgs.StripPixels, s.Pixels);
        if (o < s.Out)
        {
            for (int p = first; p < end; p++)
            {
                float value = dy[p * s.OutPitch + o];
                masked[p * s.Out + o] = map[p] == region ? value : 0f;
            }
        }
    }

    /// <summary><c>score[p, region] = Σ_o dy[p, o] y[p, o]</c>; a group's lanes stride over the channels of its pixels.</summary>
    [Kernel]
    internal static void Score(ArrayView<float> dy, ArrayView<float> y, ArrayView<float> score, RegionConvArgs s, int region)
    {
        int first = Grid.IdxY * RegionConvArgs.StripPixels;
        int end = XMath.Min(first + RegionConvArgs.StripPixels, s.Pixels);
        for (int p = first; p < end; p++)
        {
            float sum = 0f;
            for (int o = Group.IdxX; o < s.Out; o += Group.DimX) sum += dy[p * s.OutPitch + o] * y[p * s.Out + o];
            sum = GroupReduce.Sum(sum);
            if (Group.IdxX == 0) score[p * s.Regions + region] = sum;
        }
    }

    // A tile of pixels with one filter; each pixel's sum is in parts over the input channels, so that there are always four to add to.
    private static void Tile(
        ArrayView<float> x, ArrayView<float> w, ArrayView<float> y, in RegionConvArgs s, [Constant] int tile, [Constant] int parts, int o, int firstIn,
        int region, int first, int last)
    {
        int n = Grid.IdxY / s.OutHeight;
        int top = (Grid.IdxY - n * s.OutHeight) * s.StrideH - s.PadH;
        int filter = (region * s.Images + n) * s.KernelH * s.KernelW * s.In * s.Out + o;
        int whole = s.In / parts * parts;
        var sum = new float[tile * parts];
        var shift = new int[tile];
        for (int i = 0; i < tile * parts; i++) sum[i] = 0f;
        for (int p = 0; p < tile; p++) shift[p] = XMath.Min(p, last) * s.StrideW;
        for (int u = 0; u < s.KernelH; u++)
        {
            int h = top + u * s.DilationH;
            if (h >= 0 && h < s.Height)
            {
                int line = (n * s.Height + h) * s.Width;
                for (int v = 0; v < s.KernelW; v++)
                {
                    int left = first * s.StrideW - s.PadW + v * s.DilationW;
                    int from = filter + (u * s.KernelW + v) * s.In * s.Out;
                    if (left >= 0 && left + last * s.StrideW < s.Width)
                    {
                        for (int c = 0; c < whole; c += parts)
                        {
                            for (int q = 0; q < parts; q++)
                            {
                                float weight = w[from + (c + q) * s.Out];
                                for (int p = 0; p < tile; p++) sum[p * parts + q] += x[(line + left + shift[p]) * s.Pitch + firstIn + c + q] * weight;
                            }
                        }
                        for (int c = whole; c < s.In; c++)
                        {
                            float weight = w[from + c * s.Out];
                            for (int p = 0; p < tile; p++) sum[p * parts] += x[(line + left + shift[p]) * s.Pitch + firstIn + c] * weight;
                        }
                    }
                    else
                    {
                        for (int p = 0; p < tile; p++)
                        {
                            int at = left + shift[p];
                            if (at >= 0 && at < s.Width)
                            {
                                for (int c = 0; c < s.In; c++) sum[p * parts] += x[(line + at) * s.Pitch + firstIn + c] * w[from + c * s.Out];
                            }
                        }
                    }
                }
            }
        }
        for (int p = 0; p < tile; p++)
        {
            float total = sum[p * parts];
            for (int q = 1; q < parts; q++) total += sum[p * parts + q];
            if (p <= last) y[(Grid.IdxY * s.OutWidth + first + p) * s.OutPitch + o] = total;
        }
    }
}
