namespace IlgpuConv.Ops;

/// <content>The transforms of F(2x2, 3x3): sums and differences, and halves in the filter.</content>
internal static partial class WinogradKernels
{
    // Grid: x input channels, y tiles of the block.
    [Kernel]
    internal static void Patches2(ArrayView<float> x, [Workspace] ArrayView<float> work, WinogradArgs a)
    {
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, 2, a.Plane.StepH) + a.Plane.OriginH;
            int w = First(tile - row * a.Plane.TilesW, 2, a.Plane.StepW) + a.Plane.OriginW;
            int c = Grid.IdxX * Group.DimX + Group.IdxX;
            int at = ((n * a.Plane.Height + h) * a.Plane.Width + w) * a.Plane.SourcePitch;
            int line = a.Plane.StepH * a.Plane.Width * a.Plane.SourcePitch, pitch = a.Plane.StepW * a.Plane.SourcePitch;
            bool wide = w >= 0 && w + 3 * a.Plane.StepW < a.Plane.Width;
            var t = new float[16];
            var d = new float[4];
            for (int r = 0; r < 4; r++)
            {
                for (int q = 0; q < 4; q++) d[q] = 0f;
                if (h + r * a.Plane.StepH >= 0 && h + r * a.Plane.StepH < a.Plane.Height)
                {
                    if (wide)
                    {
                        for (int q = 0; q < 4; q++) d[q] = c < a.Plane.In ? x[at + r * line + q * pitch + c] : 0f;
                    }
                    else
                    {
                        for (int q = 0; q < 4; q++)
                            d[q] = w + q * a.Plane.StepW >= 0 && w + q * a.Plane.StepW < a.Plane.Width && c < a.Plane.In ? x[at + r * line + q * pitch + c] : 0f;
                    }
                }
                t[r * 4] = d[0] - d[2];
                t[r * 4 + 1] = d[1] + d[2];
                t[r * 4 + 2] = d[2] - d[1];
                t[r * 4 + 3] = d[3] - d[1];
            }
            int to = (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 17 * Group.DimX + Group.IdxX;
            for (int q = 0; q < 4; q++)
            {
                work[to + q * Group.DimX] = t[q] - t[8 + q];
                work[to + (4 + q) * Group.DimX] = t[4 + q] + t[8 + q];
                work[to + (8 + q) * Group.DimX] = t[8 + q] - t[4 + q];
                work[to + (12 + q) * Group.DimX] = t[12 + q] - t[4 + q];
            }
        }
        else if (tile < a.Plane.Tiles + a.TileRows)
        {
            // What fills the last tile of the products.
            int to = (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 17 * Group.DimX + Group.IdxX;
            for (int k = 0; k < 16; k++) work[to + k * Group.DimX] = 0f;
        }
    }

    [Kernel]
    internal static void Outputs2([Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> y, WinogradArgs a) =>
        OutputsOf2(work, bias, bias, y, a, 0);

    // On top of another tensor: a text of its own, which would take 2 to 4 % of the whole convolution where there is none.
    [Kernel]
    internal static void Outputs2OnTop(
        [Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, WinogradArgs a) =>
        OutputsOf2(work, bias, start, y, a, 1);

    // Grid: x output channels of the part, y tiles of the block.
    private static void OutputsOf2(
        ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, in WinogradArgs a, [Constant] int onTop)
    {
        int part = Grid.IdxZ % a.Parts;
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, 2, a.Plane.StepH), w = First(tile - row * a.Plane.TilesW, 2, a.Plane.StepW);
            int o = (part * a.PartVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
            int from = a.ProductsAt + (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 17 * Group.DimX + Group.IdxX;
            var t = new float[8];
            for (int q = 0; q < 4; q++)
            {
                float m1 = work[from + (4 + q) * Group.DimX], m2 = work[from + (8 + q) * Group.DimX];
                t[q] = work[from + q * Group.DimX] + (m1 + m2);
                t[4 + q] = m1 - m2 + work[from + (12 + q) * Group.DimX];
            }
            float b = a.Biased != 0 && o < a.Plane.Out ? bias[n * a.BiasBatch + o] : 0f;
            int to = ((n * a.Plane.OutHeight + h) * a.Plane.OutWidth + w) * a.Plane.DestinationPitch;
            int line = a.Plane.StepH * a.Plane.OutWidth * a.Plane.DestinationPitch, pitch = a.Plane.StepW * a.Plane.DestinationPitch;
            var v = new float[2];
            for (int j = 0; j < 2; j++)
            {
                v[0] = t[j * 4] + (t[j * 4 + 1] + t[j * 4 + 2]) + b;
                v[1] = t[j * 4 + 1] - t[j * 4 + 2] + t[j * 4 + 3] + b;
                if (onTop != 0 && h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < 2; q++)
                        v[q] += w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out ? start[to + j * line + q * pitch + o] : 0f;
                }
                if (a.Activation != 0)
                {
                    for (int q = 0; q < 2; q++) v[q] = v[q] < 0f ? 0f : v[q];
                }
                if (a.Activation == 2)
                {
                    for (int q = 0; q < 2; q++) v[q] = v[q] > 6f ? 6f : v[q];
                }
                if (h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < 2; q++)
                        if (w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out) y[to + j * line + q * pitch + o] = v[q];
                }
            }
        }
    }

    // Grid: x channels of a block, y channels that are summed over, z blocks.
    [Kernel]
    internal static void Filter2(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => FilterOf2(w, packed, a, a.StrideOut);

    [Kernel]
    internal static void FilterContiguous2(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => FilterOf2(w, packed, a, 1);

    private static void FilterOf2(ArrayView<float> w, ArrayView<float> packed, in WinogradFilterArgs a, int strideOut)
    {
        int j = Grid.IdxX * Group.DimX + Group.IdxX, c = Grid.IdxY;
        int o = Grid.IdxZ * a.Width + j;
        if (j < a.Width)
        {
            FilterOf2(
                w, packed, a.First + c * a.StrideIn + o * strideOut, a.StrideH, a.StrideW, c < a.In && o < a.Out,
                (Grid.IdxZ * 16 * a.InRows + c) * a.Width + j, a.InRows * a.Width);
        }
    }

    private static void FilterOf2(
        ArrayView<float> w, ArrayView<float> packed, int from, int strideH, int strideW, bool inside, int to, int step)
    {
        var t = new float[12];
        for (int r = 0; r < 3; r++)
        {
            float g0 = inside ? w[from + r * strideH] : 0f;
            float g1 = inside ? w[from + r * strideH + strideW] : 0f;
            float g2 = inside ? w[from + r * strideH + 2 * strideW] : 0f;
            t[r * 4] = g0;
            t[r * 4 + 1] = 0.5f * (g0 + g2) + 0.5f * g1;
            t[r * 4 + 2] = 0.5f * (g0 + g2) - 0.5f * g1;
            t[r * 4 + 3] = g2;
        }
        for (int q = 0; q < 4; q++)
        {
            packed[to + q * step] = t[q];
            packed[to + (4 + q) * step] = 0.5f * (t[q] + t[8 + q]) + 0.5f * t[4 + q];
            packed[to + (8 + q) * step] = 0.5f * (t[q] + t[8 + q]) - 0.5f * t[4 + q];
            packed[to + (12 + q) * step] = t[8 + q];
        }
    }
}
