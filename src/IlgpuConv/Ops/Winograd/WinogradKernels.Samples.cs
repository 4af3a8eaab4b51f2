namespace IlgpuConv.Ops;

/// <content>
/// F(4x4, 3x3) where each sample has a filter of its own: a block of the chain is a sample and a part of its output channels, the first stages
/// transform that part of the filter into the workspace, and the products read it there. Points lie a vector further apart than their
/// elements, which spreads the 36 stores of a transform over the sets of the cache.
/// </content>
internal static partial class WinogradKernels
{
    [Kernel]
    internal static void SampleProduct7x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead)
    {
        Ahead(x, w, a, ahead);
        Product(work, work, a, 7, 4, 3, 36);
    }

    [Kernel]
    internal static void SampleProduct4x4([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead)
    {
        Ahead(x, w, a, ahead);
        Product(work, work, a, 4, 4, 4, 36);
    }

    [Kernel]
    internal static void SampleProduct14x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead)
    {
        Ahead(x, w, a, ahead);
        Product(work, work, a, 14, 2, 2, 36);
    }

    [Kernel]
    internal static void SampleProduct6x2([Workspace] ArrayView<float> work, ArrayView<float> x, ArrayView<float> w, WinogradArgs a, WinogradAhead ahead)
    {
        Ahead(x, w, a, ahead);
        Product(work, work, a, 6, 2, 2, 36);
    }

    /// <summary>A filter whose output channels are neighbours.</summary>
    [Kernel]
    internal static void SampleFilterContiguous(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a)
    {
        // Grid: x output channels of the part, y channels that are summed over.
        int n = Grid.IdxZ / a.Parts;
        int part = Grid.IdxZ - n * a.Parts;
        int o = (part * a.PartVectors + Grid.IdxX) * Group.DimX + Group.IdxX;
        int from = a.Filter.First + n * a.StrideBatch + Grid.IdxY * a.Filter.StrideIn + o;
        FilterOf4(
            w, work, from, a.Filter.StrideH, a.Filter.StrideW, Grid.IdxY < a.Filter.In && o < a.Filter.Out, SampleTarget(a, Grid.IdxX, Grid.IdxY),
            a.FilterPlace);
    }

    /// <summary>A filter in any order.</summary>
    [Kernel]
    internal static void SampleFilterStrided(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a)
    {
        // Grid: x one group, y channels that are summed over, then vectors of the part.
        int n = Grid.IdxZ / a.Parts;
        int part = Grid.IdxZ - n * a.Parts, v = Grid.IdxY / a.Filter.InRows;
        int c = Grid.IdxY - v * a.Filter.InRows;
        int o = (part * a.PartVectors + v) * Group.DimX + Group.IdxX;
        int from = a.Filter.First + n * a.StrideBatch + c * a.Filter.StrideIn + o * a.Filter.StrideOut;
        FilterOf4(w, work, from, a.Filter.StrideH, a.Filter.StrideW, c < a.Filter.In && o < a.Filter.Out, SampleTarget(a, v, c), a.FilterPlace);
    }

    /// <summary>
    /// A copy of a filter whose channels are exchanged by its transform. Rows lie an odd number of vectors apart: those that a vector gathers from
    /// would otherwise share a few sets of the cache.
    /// </summary>
    [Kernel]
    internal static void SampleCopy(ArrayView<float> w, [Workspace] ArrayView<float> work, WinogradSampleArgs a)
    {
        // Grid: x one group, y output channels of the part, then taps; a group copies a row of channels that are summed over, which are neighbours.
        int n = Grid.IdxZ / a.Parts;
        int part = Grid.IdxZ - n * a.Parts;
        int rows = a.PartVectors * Group.DimX;
        int tap = Grid.IdxY / rows;
        int row = Grid.IdxY - tap * rows, kh = tap / 3;
        int o = part * rows + row;
        int from = a.Filter.First + n * a.StrideBatch + kh * a.Filter.StrideH + (tap - kh * 3) * a.Filter.StrideW + o * a.Filter.StrideOut;
        int to = a.CopyAt + tap * a.CopyTap + row * a.CopyPitch;
        for (int c = Group.IdxX; c < a.Filter.InRows; c += Group.DimX) work[to + c] = o < a.Filter.Out && c < a.Filter.In ? w[from + c] : 0f;
    }

    /// <summary>The transform of a filter from its copy.</summary>
    [Kernel]
    internal static void SampleFilterCopied([Workspace] ArrayView<float> work, WinogradSampleArgs a)
    {
        // Grid: x one group, y channels that are summed over, then vectors of the part: a vector's rows are near while all its columns are read.
        int v = Grid.IdxY / a.Filter.InRows;
        int c = Grid.IdxY - v * a.Filter.InRows;
        int from = a.CopyAt + (v * Group.DimX + Group.IdxX) * a.CopyPitch + c;
        FilterOf4(work, work, from, 3 * a.CopyTap, a.CopyTap, true, SampleTarget(a, v, c), a.FilterPlace);
    }

    private static int SampleTarget(in WinogradSampleArgs a, int vector, int c)
    {
        int block = vector / a.BlockVectors;
        return a.FilterAt + block * 36 * a.FilterPlace + c * a.Filter.Width + (vector - block * a.BlockVectors) * Group.DimX + Group.IdxX;
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
