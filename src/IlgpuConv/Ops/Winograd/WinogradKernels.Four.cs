namespace IlgpuConv.Ops;

/// <content>
/// The transforms of F(4x4, 3x3), by even and odd parts of each pair of points: Bᵀ has the coefficients of the products of x - p over the other
/// points, Aᵀ their powers, and G takes the filter's polynomial at the points, divided by the product of p - q over the other points.
/// </content>
internal static partial class WinogradKernels
{
    // Grid: x input channels, y tiles of the block.
    [Kernel]
    internal static void Patches4(ArrayView<float> x, [Workspace] ArrayView<float> work, WinogradArgs a)
    {
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        int to = (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 37 * Group.DimX + Group.IdxX;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            Patch4(x, work, a.Plane, tile, Grid.IdxX * Group.DimX + Group.IdxX, to);
        }
        else if (tile < a.Plane.Tiles + a.TileRows)
        {
            // What fills the last tile of the products.
            for (int k = 0; k < 36; k++) work[to + k * Group.DimX] = 0f;
        }
    }

    private static void Patch4(ArrayView<float> x, ArrayView<float> work, in WinogradPlane plane, int tile, int c, int to)
    {
        int row = tile / plane.TilesW;
        int n = row / plane.TilesH;
        int h = First(row - n * plane.TilesH, 4, plane.StepH) + plane.OriginH, w = First(tile - row * plane.TilesW, 4, plane.StepW) + plane.OriginW;
        int at = ((n * plane.Height + h) * plane.Width + w) * plane.SourcePitch;
        int line = plane.StepH * plane.Width * plane.SourcePitch, pitch = plane.StepW * plane.SourcePitch;
        bool wide = w >= 0 && w + 5 * plane.StepW < plane.Width;
        var t = new float[36];
        var d = new float[6];
        for (int r = 0; r < 6; r++)
        {
            for (int q = 0; q < 6; q++) d[q] = 0f;
            if (h + r * plane.StepH >= 0 && h + r * plane.StepH < plane.Height)
            {
                if (wide)
                {
                    for (int q = 0; q < 6; q++) d[q] = c < plane.In ? x[at + r * line + q * pitch + c] : 0f;
                }
                else
                {
                    for (int q = 0; q < 6; q++) d[q] = w + q * plane.StepW >= 0 && w + q * plane.StepW < plane.Width && c < plane.In ? x[at + r * line + q * pitch + c] : 0f;
                }
            }
            float even = d[4] - 2.25f * d[2], odd = d[3] - 2.25f * d[1];
            float far = d[4] - 0.390625f * d[2], farther = d[3] - 0.390625f * d[1];
            t[r * 6] = 0.87890625f * d[0] + (d[4] - 2.640625f * d[2]);
            t[r * 6 + 1] = even + 0.625f * odd;
            t[r * 6 + 2] = even - 0.625f * odd;
            t[r * 6 + 3] = far + 1.5f * farther;
            t[r * 6 + 4] = far - 1.5f * farther;
            t[r * 6 + 5] = 0.87890625f * d[1] + (d[5] - 2.640625f * d[3]);
        }
        for (int q = 0; q < 6; q++)
        {
            float even = t[24 + q] - 2.25f * t[12 + q], odd = t[18 + q] - 2.25f * t[6 + q];
            float far = t[24 + q] - 0.390625f * t[12 + q], farther = t[18 + q] - 0.390625f * t[6 + q];
            work[to + q * Group.DimX] = 0.87890625f * t[q] + (t[24 + q] - 2.640625f * t[12 + q]);
            work[to + (6 + q) * Group.DimX] = even + 0.625f * odd;
            work[to + (12 + q) * Group.DimX] = even - 0.625f * odd;
            work[to + (18 + q) * Group.DimX] = far + 1.5f * farther;
            work[to + (24 + q) * Group.DimX] = far - 1.5f * farther;
            work[to + (30 + q) * Group.DimX] = 0.87890625f * t[6 + q] + (t[30 + q] - 2.640625f * t[18 + q]);
        }
    }

    [Kernel]
    internal static void Outputs4([Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> y, WinogradArgs a) =>
        OutputsOf4(work, bias, bias, y, a, 0);

    // On top of another tensor: a text of its own, which would take 2 to 4 % of the whole convolution where there is none.
    [Kernel]
    internal static void Outputs4OnTop(
        [Workspace] ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, WinogradArgs a) =>
        OutputsOf4(work, bias, start, y, a, 1);

    // Grid: x output channels of the part, y tiles of the block.
    private static void OutputsOf4(
        ArrayView<float> work, ArrayView<float> bias, ArrayView<float> start, ArrayView<float> y, in WinogradArgs a, [Constant] int onTop)
    {
        int part = Grid.IdxZ % a.Parts;
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, 4, a.Plane.StepH), w = First(tile - row * a.Plane.TilesW, 4, a.Plane.StepW);
            int o = (part * a.PartVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
            int from = a.ProductsAt + (Grid.IdxX * a.BlockTiles + Grid.IdxY) * 37 * Group.DimX + Group.IdxX;
            var t = new float[24];
            for (int q = 0; q < 6; q++)
            {
                float m1 = work[from + (6 + q) * Group.DimX], m2 = work[from + (12 + q) * Group.DimX];
                float m3 = work[from + (18 + q) * Group.DimX], m4 = work[from + (24 + q) * Group.DimX];
                float s1 = m1 + m2, d1 = m1 - m2, s3 = m3 + m4, d3 = m3 - m4;
                t[q] = work[from + q * Group.DimX] + (s1 + s3);
                t[6 + q] = 0.625f * d1 + 1.5f * d3;
                t[12 + q] = 0.390625f * s1 + 2.25f * s3;
                t[18 + q] = 0.244140625f * d1 + (3.375f * d3 + work[from + (30 + q) * Group.DimX]);
            }
            float b = a.Biased != 0 && o < a.Plane.Out ? bias[n * a.BiasBatch + o] : 0f;
            int to = ((n * a.Plane.OutHeight + h) * a.Plane.OutWidth + w) * a.Plane.DestinationPitch;
            int line = a.Plane.StepH * a.Plane.OutWidth * a.Plane.DestinationPitch, pitch = a.Plane.StepW * a.Plane.DestinationPitch;
            var v = new float[4];
            for (int j = 0; j < 4; j++)
            {
                float s1 = t[j * 6 + 1] + t[j * 6 + 2], d1 = t[j * 6 + 1] - t[j * 6 + 2];
                float s3 = t[j * 6 + 3] + t[j * 6 + 4], d3 = t[j * 6 + 3] - t[j * 6 + 4];
                v[0] = t[j * 6] + (s1 + s3) + b;
                v[1] = 0.625f * d1 + (1.5f * d3 + b);
                v[2] = 0.390625f * s1 + (2.25f * s3 + b);
                v[3] = 0.244140625f * d1 + (3.375f * d3 + (t[j * 6 + 5] + b));
                if (onTop != 0 && h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < 4; q++)
                        v[q] += w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out ? start[to + j * line + q * pitch + o] : 0f;
                }
                if (a.Activation != 0)
                {
                    for (int q = 0; q < 4; q++) v[q] = v[q] < 0f ? 0f : v[q];
                }
                if (a.Activation == 2)
                {
                    for (int q = 0; q < 4; q++) v[q] = v[q] > 6f ? 6f : v[q];
                }
                if (h + j * a.Plane.StepH < a.Plane.OutHeight)
                {
                    for (int q = 0; q < 4; q++)
                        if (w + q * a.Plane.StepW < a.Plane.OutWidth && o < a.Plane.Out) y[to + j * line + q * pitch + o] = v[q];
                }
            }
        }
    }

    // Grid: x channels of a block, y channels that are summed over, z blocks.
    [Kernel]
    internal static void Filter4(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => FilterOf4(w, packed, a, a.StrideOut);

    [Kernel]
    internal static void FilterContiguous4(ArrayView<float> w, ArrayView<float> packed, WinogradFilterArgs a) => FilterOf4(w, packed, a, 1);

    private static void FilterOf4(ArrayView<float> w, ArrayView<float> packed, in WinogradFilterArgs a, int strideOut)
    {
        int j = Grid.IdxX * Group.DimX + Group.IdxX, c = Grid.IdxY;
        int o = Grid.IdxZ * a.Width + j;
        if (j < a.Width)
        {
            FilterOf4(
                w, packed, a.First + c * a.StrideIn + o * strideOut, a.StrideH, a.StrideW, c < a.In && o < a.Out,
                (Grid.IdxZ * 36 * a.InRows + c) * a.Width + j, a.InRows * a.Width);
        }
    }

    private static void FilterOf4(
        ArrayView<float> w, ArrayView<float> packed, int from, int strideH, int strideW, bool inside, int to, int step)
    {
        var t = new float[18];
        for (int r = 0; r < 3; r++)
        {
            float g0 = inside ? w[from + r * strideH] : 0f;
            float g1 = inside ? w[from + r * strideH + strideW] : 0f;
            float g2 = inside ? w[from + r * strideH + 2 * strideW] : 0f;
            float near = -0.68840336134453782f * g0 - 0.26890756302521008f * g2, far = 0.11951447245564893f * g0 + 0.26890756302521008f * g2;
            t[r * 6] = 1.1377777777777778f * g0;
            t[r * 6 + 1] = near - 0.43025210084033612f * g1;
            t[r * 6 + 2] = near + 0.43025210084033612f * g1;
            t[r * 6 + 3] = far + 0.17927170868347339f * g1;
            t[r * 6 + 4] = far - 0.17927170868347339f * g1;
            t[r * 6 + 5] = g2;
        }
        for (int q = 0; q < 6; q++)
        {
            float g0 = t[q], g1 = t[6 + q], g2 = t[12 + q];
            float near = -0.68840336134453782f * g0 - 0.26890756302521008f * g2, far = 0.11951447245564893f * g0 + 0.26890756302521008f * g2;
            packed[to + q * step] = 1.1377777777777778f * g0;
            packed[to + (6 + q) * step] = near - 0.43025210084033612f * g1;
            packed[to + (12 + q) * step] = near + 0.43025210084033612f * g1;
            packed[to + (18 + q) * step] = far + 0.17927170868347339f * g1;
            packed[to + (24 + q) * step] = far - 0.17927170868347339f * g1;
            packed[to + (30 + q) * step] = g2;
        }
    }
}
