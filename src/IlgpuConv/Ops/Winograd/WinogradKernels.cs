namespace IlgpuConv.Ops;

/// <summary>
/// Winograd's minimal filtering of 3x3 taps with stride 1: <c>Y = Aᵀ [Σ_c (G g Gᵀ) ⊙ (Bᵀ d B)] A</c> for a tile of m x m outputs, which reads a
/// patch d of (m + 2)² positions. The stages of a chain: patches are transformed, lanes over input channels; for each of the (m + 2)²
/// points a product of all tiles of the block with the transformed filter, lanes over output channels, in registers over all channels;
/// the products of a tile are transformed back. Points are 0, ±5/8, ±3/2, ∞ for m = 4 and 0, ±1, ∞ for m = 2.
/// Lavin and Gray, Fast algorithms for convolutional neural networks, 2016.
/// </summary>
internal static partial class WinogradKernels
{
    // The last of four vectors of weights is read where it is multiplied: with all four in registers this would be one too many.
    [Kernel]
    internal static void Product4By7x4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 7, 4, 3, 36);

    [Kernel]
    internal static void Product4By4x4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 4, 4, 4, 36);

    [Kernel]
    internal static void Product4By14x2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 14, 2, 2, 36);

    [Kernel]
    internal static void Product4By6x2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 6, 2, 2, 36);

    [Kernel]
    internal static void Product2By7x4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 7, 4, 3, 16);

    [Kernel]
    internal static void Product2By4x4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 4, 4, 4, 16);

    [Kernel]
    internal static void Product2By14x2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 14, 2, 2, 16);

    [Kernel]
    internal static void Product2By6x2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradArgs a) => Product(w, work, a, 6, 2, 2, 16);

    /// <summary>The first position of a tile of so many outputs.</summary>
    private static int First(int tile, int outputs, int step)
    {
        int neighbours = tile / step;
        return neighbours * (outputs - 1) * step + tile;
    }

    // What follows the sums of a block, a stage after they are stored. Grid: x output channels of the part, y tiles of the block.
    [Kernel]
    internal static void Pass([Workspace] ArrayView<float> work, ArrayView<float> start, ArrayView<float> y, WinogradArgs a, float parameter, int outputs)
    {
        int tile = Grid.IdxZ / a.Parts * a.SpanTiles + a.First + Grid.IdxY;
        int o = (Grid.IdxZ % a.Parts * a.PartVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
        if (a.First + Grid.IdxY < a.SpanTiles && tile < a.Plane.Tiles && o < a.Plane.Out)
        {
            int row = tile / a.Plane.TilesW;
            int n = row / a.Plane.TilesH;
            int h = First(row - n * a.Plane.TilesH, outputs, a.Plane.StepH), w = First(tile - row * a.Plane.TilesW, outputs, a.Plane.StepW);
            int to = ((n * a.Plane.OutHeight + h) * a.Plane.OutWidth + w) * a.Plane.DestinationPitch + o;
            int line = a.Plane.StepH * a.Plane.OutWidth * a.Plane.DestinationPitch, pitch = a.Plane.StepW * a.Plane.DestinationPitch;
            int columns = XMath.Min(outputs, (a.Plane.OutWidth - w + a.Plane.StepW - 1) / a.Plane.StepW);
            for (int j = 0; j < outputs; j++)
            {
                if (h + j * a.Plane.StepH < a.Plane.OutHeight)
                    SumFunctionsBody.Pass(start, y, to + j * line, pitch, columns, a.Activation, a.Continues, parameter);
            }
        }
    }

    // Grid: x one group, y points, then blocks of output channels. Places of the workspace differ by constants, and the room of one more point
    // behind those of a tile spreads them over the sets of the cache.
    private static void Product(
        ArrayView<float> w, ArrayView<float> work, in WinogradArgs a, [Constant] int tile, [Constant] int vectors, [Constant] int held,
        [Constant] int positions)
    {
        int part = Grid.IdxZ % a.Parts;
        int count = XMath.Min(XMath.Min(a.BlockTiles, a.SpanTiles - a.First), a.Plane.Tiles - Grid.IdxZ / a.Parts * a.SpanTiles - a.First);
        int k = Grid.IdxY / a.PartBlocks;
        int block = Grid.IdxY - k * a.PartBlocks;
        int width = vectors * Group.DimX, lane = Group.IdxX;
        // Without the lane, because it moves on with the channels: what is assigned once is known to be contiguous.
        int filter = a.FilterAt + part * a.FilterPart + (block * positions + k) * a.FilterPlace;
        int step = a.BlockTiles * (positions + 1) * Group.DimX;
        for (int first = 0; first < count; first += tile)
        {
            var acc = new float[tile * vectors];
            var weight = new float[vectors];
            int at = (first * (positions + 1) + k) * Group.DimX;
            int from = filter;
            for (int i = 0; i < a.InVectors; i++)
            {
                for (int c = 0; c < Unroll.By(4, Group.DimX); c++)
                {
                    for (int v = 0; v < held; v++) weight[v] = w[from + c * width + v * Group.DimX + lane];
                    for (int p = 0; p < tile; p++)
                    {
                        float value = work[at + p * (positions + 1) * Group.DimX + c];
                        for (int v = 0; v < held; v++) acc[p * vectors + v] += value * weight[v];
                        if (held < vectors) acc[p * vectors + held] += value * w[from + c * width + held * Group.DimX + lane];
                    }
                }
                at += step;
                from += Group.DimX * width;
            }
            int to = a.ProductsAt + (block * vectors * a.BlockTiles + first) * (positions + 1) * Group.DimX + k * Group.DimX + lane;
            for (int v = 0; v < vectors; v++)
                for (int p = 0; p < tile; p++) work[to + (v * a.BlockTiles + p) * (positions + 1) * Group.DimX] = acc[p * vectors + v];
        }
    }
}
