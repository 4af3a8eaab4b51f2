namespace IlgpuConv.Ops;

/// <content>
/// The transform of patches, <c>Bᵀ d B</c>. Of F(4x4, 3x3) by even and odd parts of each pair of points: Bᵀ has the coefficients of the products of
/// x - p over the other points.
/// </content>
internal static partial class WinogradKernels
{
    [Kernel]
    internal static void Patches2(ArrayView<float> x, [Workspace] ArrayView<float> work, WinogradArgs a) => Patches(x, work, a, 2);

    [Kernel]
    internal static void Patches4(ArrayView<float> x, [Workspace] ArrayView<float> work, WinogradArgs a) => Patches(x, work, a, 4);

    // Grid: x input channels, y tiles of the block.
    private static void Patches(ArrayView<float> x, ArrayView<float> work, in WinogradArgs a, [Constant] int outputs)
    {
        int points = (outputs + 2) * (outputs + 2);
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        int to = (Grid.IdxX * a.BlockTiles + Grid.IdxY) * (points + 1) * Group.DimX + Group.IdxX;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles)
        {
            Patch(x, work, a.Plane, tile, Grid.IdxX * Group.DimX + Group.IdxX, to, outputs);
        }
        else if (tile < a.Plane.Tiles + a.TileRows)
        {
            // What fills the last tile of the products.
            for (int k = 0; k < points; k++) work[to + k * Group.DimX] = 0f;
        }
    }

    private static void Patch(
        ArrayView<float> x, ArrayView<float> work, in WinogradPlane plane, int tile, int c, int to, [Constant] int outputs)
    {
        int size = outputs + 2;
        int row = tile / plane.TilesW;
        int n = row / plane.TilesH;
        int h = First(row - n * plane.TilesH, outputs, plane.StepH) + plane.OriginH, w = First(tile - row * plane.TilesW, outputs, plane.StepW) + plane.OriginW;
        int at = ((n * plane.Height + h) * plane.Width + w) * plane.SourcePitch;
        int line = plane.StepH * plane.Width * plane.SourcePitch, pitch = plane.StepW * plane.SourcePitch;
        bool wide = w >= 0 && w + (outputs + 1) * plane.StepW < plane.Width;
        var t = new float[(outputs + 2) * (outputs + 2)];
        var d = new float[outputs + 2];
        for (int r = 0; r < size; r++)
        {
            for (int q = 0; q < size; q++) d[q] = 0f;
            if (h + r * plane.StepH >= 0 && h + r * plane.StepH < plane.Height)
            {
                if (wide)
                {
                    for (int q = 0; q < size; q++) d[q] = c < plane.In ? x[at + r * line + q * pitch + c] : 0f;
                }
                else
                {
                    for (int q = 0; q < size; q++)
                        d[q] = w + q * plane.StepW >= 0 && w + q * plane.StepW < plane.Width && c < plane.In ? x[at + r * line + q * pitch + c] : 0f;
                }
            }
            if (outputs == 2)
            {
                t[r * 4] = d[0] - d[2];
                t[r * 4 + 1] = d[1] + d[2];
                t[r * 4 + 2] = d[2] - d[1];
                t[r * 4 + 3] = d[3] - d[1];
            }
            else
            {
                float even = d[4] - 2.25f * d[2], odd = d[3] - 2.25f * d[1];
                float far = d[4] - 0.390625f * d[2], farther = d[3] - 0.390625f * d[1];
                t[r * 6] = 0.87890625f * d[0] + (d[4] - 2.640625f * d[2]);
                t[r * 6 + 1] = even + 0.625f * odd;
                t[r * 6 + 2] = even - 0.625f * odd;
                t[r * 6 + 3] = far + 1.5f * farther;
                t[r * 6 + 4] = far - 1.5f * farther;
                t[r * 6 + 5] = 0.87890625f * d[1] + (d[5] - 2.640625f * d[3]);
            }
        }
        for (int q = 0; q < size; q++)
        {
            if (outputs == 2)
            {
                work[to + q * Group.DimX] = t[q] - t[8 + q];
                work[to + (4 + q) * Group.DimX] = t[4 + q] + t[8 + q];
                work[to + (8 + q) * Group.DimX] = t[8 + q] - t[4 + q];
                work[to + (12 + q) * Group.DimX] = t[12 + q] - t[4 + q];
            }
            else
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
    }
}
