namespace IlgpuConv.Ops;

/// <content>
/// The weight gradient, <c>dw = Aᵀ [Σ over tiles (Bᵀ d B) ⊙ (G dy Gᵀ)] A</c>: a tile of 4x4 slopes takes the place of the filter and the 3x3 taps that of
/// the outputs, at the same points, so patches are those of F(4x4, 3x3). Groups have a multiple of four lanes.
/// </content>
internal static partial class WinogradKernels
{
    // Grid: x input channels of the part, y tiles.
    [Kernel]
    internal static void GradientPatches(ArrayView<float> x, [Workspace] ArrayView<float> work, WinogradGradientArgs a)
    {
        int part = Grid.IdxZ % a.PartsIn, slice = Grid.IdxZ / (a.PartsIn * a.PartsOut);
        int tile = slice * a.SliceTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SliceTiles && tile < a.Plane.Tiles)
        {
            int c = (part * a.PartInVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
            Patch(x, work, a.Plane, tile, c, (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 37 * Group.DimX + Group.IdxX, 4);
        }
    }

    // Grid: x output channels of the part, y tiles.
    [Kernel]
    internal static void GradientSlopes(ArrayView<float> dy, [Workspace] ArrayView<float> work, WinogradGradientArgs a)
    {
        int part = Grid.IdxZ / a.PartsIn % a.PartsOut, slice = Grid.IdxZ / (a.PartsIn * a.PartsOut);
        int tile = slice * a.SliceTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SliceTiles && tile < a.Plane.Tiles)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, 4, a.Plane.StepH), w = First(tile - row * a.Plane.TilesW, 4, a.Plane.StepW);
            int o = (part * a.PartOutBlocks * 4 + Grid.IdxX) * Group.DimX + Group.IdxX;
            int at = ((n * a.Plane.OutHeight + h) * a.Plane.OutWidth + w) * a.Plane.DestinationPitch;
            int line = a.Plane.StepH * a.Plane.OutWidth * a.Plane.DestinationPitch, pitch = a.Plane.StepW * a.Plane.DestinationPitch;
            bool wide = w + 3 * a.Plane.StepW < a.Plane.OutWidth;
            var t = new float[24];
            var d = new float[4];
            for (int r = 0; r < 4; r++)
            {
                for (int q = 0; q < 4; q++) d[q] = 0f;
                if (h + r * a.Plane.StepH < a.Plane.OutHeight)
                {
                    if (wide)
                    {
                        for (int q = 0; q < 4; q++) d[q] = o < a.Plane.Out ? dy[at + r * line + q * pitch + o] : 0f;
                    }
                    else
                    {
                        for (int q = 0; q < 4; q++) d[q] = w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out ? dy[at + r * line + q * pitch + o] : 0f;
                    }
                }
                float even = -0.68840336134453782f * d[0] - 0.26890756302521008f * d[2], odd = 0.43025210084033613f * d[1] + 0.16806722689075630f * d[3];
                float far = 0.11951447245564893f * d[0] + 0.26890756302521008f * d[2], farther = 0.17927170868347339f * d[1] + 0.40336134453781513f * d[3];
                t[r * 6] = 1.1377777777777778f * d[0];
                t[r * 6 + 1] = even - odd;
                t[r * 6 + 2] = even + odd;
                t[r * 6 + 3] = far + farther;
                t[r * 6 + 4] = far - farther;
                t[r * 6 + 5] = d[3];
            }
            int block = Grid.IdxX / 4;
            int to = a.SlopesAt + ((block * a.BlockTiles + Grid.IdxY) * 148 + Grid.IdxX - block * 4) * Group.DimX + Group.IdxX;
            for (int q = 0; q < 6; q++)
            {
                float d0 = t[q], d1 = t[6 + q], d2 = t[12 + q], d3 = t[18 + q];
                float even = -0.68840336134453782f * d0 - 0.26890756302521008f * d2, odd = 0.43025210084033613f * d1 + 0.16806722689075630f * d3;
                float far = 0.11951447245564893f * d0 + 0.26890756302521008f * d2, farther = 0.17927170868347339f * d1 + 0.40336134453781513f * d3;
                work[to + q * 4 * Group.DimX] = 1.1377777777777778f * d0;
                work[to + (6 + q) * 4 * Group.DimX] = even - odd;
                work[to + (12 + q) * 4 * Group.DimX] = even + odd;
                work[to + (18 + q) * 4 * Group.DimX] = far + farther;
                work[to + (24 + q) * 4 * Group.DimX] = far - farther;
                work[to + (30 + q) * 4 * Group.DimX] = d3;
            }
        }
    }

    [Kernel]
    internal static void GradientSums4x4(
        [Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> dy, WinogradGradientArgs a, WinogradAhead ahead)
    {
        GradientAhead(x, dy, a, ahead);
        GradientSums(work, a, 4, 4);
    }

    [Kernel]
    internal static void GradientSums4x2(
        [Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> dy, WinogradGradientArgs a, WinogradAhead ahead)
    {
        GradientAhead(x, dy, a, ahead);
        GradientSums(work, a, 4, 2);
    }

    /// <summary>Asks for this group's share of what the next slice reads, where a slice is a sample.</summary>
    private static void GradientAhead(ArrayView<float> x, ArrayView<float> dy, in WinogradGradientArgs a, in WinogradAhead ahead)
    {
        int parts = a.PartsIn * a.PartsOut, slice = Grid.IdxZ / parts;
        int step = (Grid.IdxZ - slice * parts) * ((a.SliceTiles + a.BlockTiles - 1) / a.BlockTiles) + a.First / a.BlockTiles;
        Ahead(x, dy, slice + 1, step * 36 * a.PartOutBlocks + Grid.IdxY, ahead);
    }

    // Grid: x one group, y points, then blocks of output channels, then parts of a block: the sums of four input channels are in registers.
    private static void GradientSums(ArrayView<float> work, in WinogradGradientArgs a, [Constant] int tile, [Constant] int vectors)
    {
        int slice = Grid.IdxZ / (a.PartsIn * a.PartsOut);
        int count = XMath.Min(XMath.Min(a.BlockTiles, a.SliceTiles - a.First), a.Plane.Tiles - slice * a.SliceTiles - a.First);
        int half = Grid.IdxY % (4 / vectors) * vectors * Group.DimX;
        int place = Grid.IdxY / (4 / vectors);
        int k = place / a.PartOutBlocks;
        int block = place - k * a.PartOutBlocks;
        int width = a.PartOutBlocks * 4 * Group.DimX, lane = Group.IdxX;
        int slopes = a.SlopesAt + (block * a.BlockTiles * 37 + k) * 4 * Group.DimX + half;
        for (int i = 0; i < a.PartInVectors; i++)
        {
            int patches = (i * a.BlockTiles * 37 + k) * Group.DimX;
            int sums = a.SumsAt + (k * a.PartInVectors + i) * Group.DimX * width + block * 4 * Group.DimX + half;
            for (int j = 0; j < Group.DimX; j += tile)
            {
                int to = sums + j * width + lane;
                var acc = new float[tile * vectors];
                var slope = new float[vectors];
                if (a.Continues != 0)
                {
                    for (int p = 0; p < tile; p++)
                        for (int v = 0; v < vectors; v++) acc[p * vectors + v] = work[to + p * width + v * Group.DimX];
                }
                int at = patches + j;
                for (int t = 0; t < Unroll.By(4, count); t++)
                {
                    for (int v = 0; v < vectors; v++) slope[v] = work[slopes + t * 148 * Group.DimX + v * Group.DimX + lane];
                    for (int p = 0; p < tile; p++)
                    {
                        float value = work[at + t * 37 * Group.DimX + p];
                        for (int v = 0; v < vectors; v++) acc[p * vectors + v] += value * slope[v];
                    }
                }
                for (int p = 0; p < tile; p++)
                    for (int v = 0; v < vectors; v++) work[to + p * width + v * Group.DimX] = acc[p * vectors + v];
            }
        }
    }

    // Grid: x output channels of the part, y input channels of the part.
    [Kernel]
    internal static void GradientBack([Workspace] ArrayView<float> work, ArrayView<float> dw, WinogradGradientArgs a)
    {
        int partIn = Grid.IdxZ % a.PartsIn, partOut = Grid.IdxZ / a.PartsIn % a.PartsOut, slice = Grid.IdxZ / (a.PartsIn * a.PartsOut);
        int width = a.PartOutBlocks * 4 * Group.DimX;
        int j = Grid.IdxX * Group.DimX + Group.IdxX;
        int c = partIn * a.PartInVectors * Group.DimX + Grid.IdxY, o = partOut * width + j;
        int step = a.PartInVectors * Group.DimX * width;
        int from = a.SumsAt + Grid.IdxY * width + j;
        if (c < a.Plane.In)
        {
            var t = new float[18];
            for (int q = 0; q < 6; q++)
            {
                float m1 = work[from + (6 + q) * step], m2 = work[from + (12 + q) * step];
                float m3 = work[from + (18 + q) * step], m4 = work[from + (24 + q) * step];
                float s1 = m1 + m2, s3 = m3 + m4;
                t[q] = work[from + q * step] + (s1 + s3);
                t[6 + q] = 0.625f * (m1 - m2) + 1.5f * (m3 - m4);
                t[12 + q] = 0.390625f * s1 + (2.25f * s3 + work[from + (30 + q) * step]);
            }
            int taps = a.Plane.In * a.Plane.Out;
            int to = (slice * 9 * a.Plane.In + c) * a.Plane.Out + o;
            for (int r = 0; r < 3; r++)
            {
                float s1 = t[r * 6 + 1] + t[r * 6 + 2], d1 = t[r * 6 + 1] - t[r * 6 + 2];
                float s3 = t[r * 6 + 3] + t[r * 6 + 4], d3 = t[r * 6 + 3] - t[r * 6 + 4];
                if (o < a.Plane.Out)
                {
                    dw[to + r * 3 * taps] = t[r * 6] + (s1 + s3);
                    dw[to + (r * 3 + 1) * taps] = 0.625f * d1 + 1.5f * d3;
                    dw[to + (r * 3 + 2) * taps] = 0.390625f * s1 + (2.25f * s3 + t[r * 6 + 5]);
                }
            }
        }
    }
}
