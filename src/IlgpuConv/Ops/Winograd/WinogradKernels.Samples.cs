namespace IlgpuConv.Ops;

/// <content>
/// Where each sample has a filter of its own, or a filter is used once: a block of the chain is a sample, or a span of the tiles, and a part of the
/// output channels, the first stages transform that part of the filter into the workspace, and the products read it there. Points lie a
/// vector further apart than their elements, which spreads the 36 or 16 stores of a transform over the sets of the cache.
/// </content>
internal static partial class WinogradKernels
{
    [Kernel]
    internal static void SampleProduct4By7x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 7, 4, 3, 36);

    [Kernel]
    internal static void SampleProduct4By4x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 4, 4, 4, 36);

    [Kernel]
    internal static void SampleProduct4By14x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 14, 2, 2, 36);

    [Kernel]
    internal static void SampleProduct4By6x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 6, 2, 2, 36);

    [Kernel]
    internal static void SampleProduct2By7x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 7, 4, 3, 16);

    [Kernel]
    internal static void SampleProduct2By4x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 4, 4, 4, 16);

    [Kernel]
    internal static void SampleProduct2By14x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 14, 2, 2, 16);

    [Kernel]
    internal static void SampleProduct2By6x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead) =>
        SampleProduct(work, x, w, a, ahead, 6, 2, 2, 16);

    [Kernel]
    internal static void SampleFilterContiguous4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterContiguous(w, work, a, 4);

    [Kernel]
    internal static void SampleFilterContiguous2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterContiguous(w, work, a, 2);

    [Kernel]
    internal static void SampleFilterStrided4(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterStrided(w, work, a, 4);

    [Kernel]
    internal static void SampleFilterStrided2(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterStrided(w, work, a, 2);

    [Kernel]
    internal static void SampleFilterCopied4([Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterCopied(work, a, 4);

    [Kernel]
    internal static void SampleFilterCopied2([Workspace] ArrayView<float> work, WinogradSampleArgs a) => SampleFilterCopied(work, a, 2);

    /// <summary>
    /// A copy of a filter whose channels are exchanged by its transform. Rows lie an odd number of vectors apart: those that a vector gathers from
    /// would otherwise share a few sets of the cache.
    /// </summary>
    [Kernel]
    internal static void SampleCopy(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a)
    {
        // Grid: x one group, y output channels of the part, then taps; a group copies a row of channels that are summed over, which are neighbours.
        int rows = a.PartVectors * Group.DimX;
        int tap = Grid.IdxY / rows;
        int row = Grid.IdxY - tap * rows, kh = tap / 3;
        int o = Grid.IdxZ % a.Parts * rows + row;
        int from = SampleSource(a) + kh * a.Filter.StrideH + (tap - kh * 3) * a.Filter.StrideW + o * a.Filter.StrideOut;
        int to = a.CopyAt + tap * a.CopyTap + row * a.CopyPitch;
        for (int c = Group.IdxX; c < a.Filter.InRows; c += Group.DimX) work[to + c] = o < a.Filter.Out && c < a.Filter.In ? w[from + c] : 0f;
    }

    private static void SampleProduct(
        ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, in WinogradArgs a, in WinogradAhead ahead, [Constant] int tile, [Constant] int vectors,
        [Constant] int held, [Constant] int positions)
    {
        Ahead(x, w, a, ahead);
        Product(work, work, a, tile, vectors, held, positions);
    }

    /// <summary>A filter whose output channels are neighbours.</summary>
    private static void SampleFilterContiguous(ArrayView<float> w, ArrayView<float> work, in WinogradSampleArgs a, [Constant] int outputs)
    {
        // Grid: x output channels of the part, y channels that are summed over.
        int o = SampleChannel(a, Grid.IdxX);
        Filter(
            w, work, SampleSource(a) + Grid.IdxY * a.Filter.StrideIn + o, a.Filter.StrideH, a.Filter.StrideW,
            Grid.IdxY < a.Filter.In && o < a.Filter.Out, SampleTarget(a, Grid.IdxX, Grid.IdxY, outputs), a.FilterPlace, outputs);
    }

    /// <summary>A filter in any order.</summary>
    private static void SampleFilterStrided(ArrayView<float> w, ArrayView<float> work, in WinogradSampleArgs a, [Constant] int outputs)
    {
        // Grid: x one group, y channels that are summed over, then vectors of the part.
        int v = Grid.IdxY / a.Filter.InRows;
        int c = Grid.IdxY - v * a.Filter.InRows, o = SampleChannel(a, v);
        Filter(
            w, work, SampleSource(a) + c * a.Filter.StrideIn + o * a.Filter.StrideOut, a.Filter.StrideH, a.Filter.StrideW,
            c < a.Filter.In && o < a.Filter.Out, SampleTarget(a, v, c, outputs), a.FilterPlace, outputs);
    }

    /// <summary>The transform of a filter from its copy.</summary>
    private static void SampleFilterCopied(ArrayView<float> work, in WinogradSampleArgs a, [Constant] int outputs)
    {
        // Grid: x one group, y channels that are summed over, then vectors of the part: a vector's rows are near while all its columns are read.
        int v = Grid.IdxY / a.Filter.InRows;
        int c = Grid.IdxY - v * a.Filter.InRows;
        int from = a.CopyAt + (v * Group.DimX + Group.IdxX) * a.CopyPitch + c;
        Filter(work, work, from, 3 * a.CopyTap, a.CopyTap, true, SampleTarget(a, v, c, outputs), a.FilterPlace, outputs);
    }

    /// <summary>The first tap of the filter of the block.</summary>
    private static int SampleSource(in WinogradSampleArgs a) => a.Filter.First + Grid.IdxZ / a.Parts * a.StrideBatch;

    /// <summary>The output channel of a lane in a vector of the block's part.</summary>
    private static int SampleChannel(in WinogradSampleArgs a, int vector) => (Grid.IdxZ % a.Parts * a.PartVectors + vector) * Group.DimX + Group.IdxX;

    private static int SampleTarget(in WinogradSampleArgs a, int vector, int c, [Constant] int outputs)
    {
        int block = vector / a.BlockVectors;
        return a.FilterAt + block * ((outputs + 2) * (outputs + 2)) * a.FilterPlace + c * a.Filter.Width + (vector - block * a.BlockVectors) * Group.DimX + Group.IdxX;
    }

    /// <summary>Asks for this group's share of what the next sample reads.</summary>
    private static void Ahead(ArrayView<float> first, ArrayView<float> second, in WinogradArgs a, in WinogradAhead ahead)
    {
        int n = Grid.IdxZ / a.Parts;
        int part = Grid.IdxZ - n * a.Parts;
        int group = (part * ((a.SpanTiles + a.BlockTiles - 1) / a.BlockTiles) + a.First / a.BlockTiles) * 36 * a.PartBlocks + Grid.IdxY;
        Ahead(first, second, n + 1, group, ahead);
    }

    private static void Ahead(ArrayView<float> first, ArrayView<float> second, int sample, int group, in WinogradAhead ahead)
    {
        int at = sample * ahead.First + group * ahead.FirstShare, then = sample * ahead.Second + group * ahead.SecondShare;
        for (int i = 0; i < ahead.FirstShare; i += 16) Prefetch.Near(first, at + i);
        for (int i = 0; i < ahead.SecondShare; i += 16) Prefetch.Near(second, then + i);
    }
}
