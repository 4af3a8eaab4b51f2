using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>Sites in order of their keys, and what became of the rows in which they were given.</summary>
/// <param name="Sites">The sites.</param>
/// <param name="FromGiven">Which given rows each site is made of, or null where they are the same.</param>
/// <param name="Repeats">Given rows whose site came before.</param>
internal sealed record SortedSites(SparseSites Sites, RowMap? FromGiven, int Repeats)
{
    /// <summary>Sorts coordinates, each a batch, (z,) y, x.</summary>
    /// <exception cref="ArgumentException">A site lies outside the grid, or repeats where that is refused.</exception>
    public static SortedSites Of(ReadOnlySpan<int> coordinates, Shape spatialShape, int batch, DuplicateSites duplicates)
    {
        SparseSites.CheckGrid(spatialShape, batch);
        int width = spatialShape.Rank + 1;
        if (coordinates.Length % width != 0)
            throw new ArgumentException($"[sparse] a site of shape {spatialShape} has {width} coordinates, the batch first. Got {coordinates.Length} numbers.");
        long[] keys = ToKeys(coordinates, spatialShape, batch);
        if (IsAscending(keys)) return new SortedSites(SparseSites.OfKeys(keys, batch, spatialShape), null, 0);

        var order = new int[keys.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(keys, order);
        var begins = new List<int>(keys.Length + 1);
        for (int i = 0; i < keys.Length; i++)
            if (i == 0 || keys[i] != keys[i - 1]) begins.Add(i);
        int repeats = keys.Length - begins.Count;
        begins.Add(keys.Length);
        // Of equal keys the row that was given first comes first.
        for (int s = 0; repeats > 0 && s + 1 < begins.Count; s++) Array.Sort(order, begins[s], begins[s + 1] - begins[s]);
        if (repeats > 0 && duplicates == DuplicateSites.Refuse) throw Repeated(order, begins, keys, batch, spatialShape, repeats);

        long[] distinct = repeats == 0 ? keys : [.. begins.SkipLast(1).Select(i => keys[i])];
        RowMap map = duplicates == DuplicateSites.Mean && repeats > 0
            ? RowMap.Of(order.Length, [.. begins], order)
            : RowMap.Gather(order.Length, repeats == 0 ? order : [.. begins.SkipLast(1).Select(i => order[i])]);
        return new SortedSites(SparseSites.OfKeys(distinct, batch, spatialShape), map, repeats);
    }

    private static bool IsAscending(long[] keys)
    {
        for (int i = 1; i < keys.Length; i++)
            if (keys[i] <= keys[i - 1]) return false;
        return true;
    }

    private static long[] ToKeys(ReadOnlySpan<int> coordinates, Shape spatialShape, int batch)
    {
        int rank = spatialShape.Rank, width = rank + 1, outside = 0, first = -1;
        Triple grid = rank == 2 ? (1, spatialShape[0], spatialShape[1]) : (spatialShape[0], spatialShape[1], spatialShape[2]);
        var keys = new long[coordinates.Length / width];
        for (int i = 0; i < keys.Length; i++)
        {
            Site site = At(coordinates, i, rank);
            bool inside = (uint)site.Batch < (uint)batch && (uint)site.Depth < (uint)grid.Depth && (uint)site.Height < (uint)grid.Height
                && (uint)site.Width < (uint)grid.Width;
            if (!inside && outside++ == 0) first = i;
            keys[i] = SparseSites.Key(site, grid);
        }
        if (outside == 0) return keys;
        throw new ArgumentException(
            $"[sparse] sites must lie within batch {batch} and shape {spatialShape}. " +
            $"Got {outside} of {keys.Length} outside, the first number {first} at {SparseSites.Text(At(coordinates, first, rank), rank)}.");
    }

    private static Site At(ReadOnlySpan<int> coordinates, int i, int rank)
    {
        ReadOnlySpan<int> c = coordinates.Slice(i * (rank + 1), rank + 1);
        return rank == 2 ? new Site(c[0], 0, c[1], c[2]) : new Site(c[0], c[1], c[2], c[3]);
    }

    private static ArgumentException Repeated(int[] order, List<int> begins, long[] keys, int batch, Shape spatialShape, int repeats)
    {
        // The first row, as they were given, whose site came before.
        int row = int.MaxValue, of = 0, at = 0;
        for (int s = 0; s + 1 < begins.Count; s++)
        {
            if (begins[s + 1] - begins[s] < 2 || order[begins[s] + 1] >= row) continue;
            (row, of, at) = (order[begins[s] + 1], order[begins[s]], begins[s]);
        }
        Site site = SparseSites.OfKeys([keys[at]], batch, spatialShape)[0];
        return new ArgumentException(
            $"[sparse] sites must differ unless {nameof(DuplicateSites)} says what is made of those that repeat. " +
            $"Got {repeats} repeats among {keys.Length}, the first number {row}, which repeats number {of} at {SparseSites.Text(site, spatialShape.Rank)}.");
    }
}
