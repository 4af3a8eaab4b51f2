using System.Collections.Concurrent;
using IlgpuConv.Tensors;

namespace IlgpuConv.Ops;

/// <summary>
/// The active sites of a batch of grids, in two or three dimensions: sorted by their key <c>((b D + z) H + y) W + x</c>, 64 bits wide, so that
/// the order in which they were given does not matter. Sites do not change; what was found out about them (the hash table, rulebooks) stays
/// with them.
/// </summary>
public sealed class SparseSites
{
    private readonly Lazy<SiteTable> _table;

    private SparseSites(Site[] sites, long[] keys, int batch, Shape spatial)
    {
        (SiteArray, Keys, Batch, SpatialShape) = (sites, keys, batch, spatial);
        _table = new(() => new SiteTable(Keys));
    }

    /// <summary>The number of sites.</summary>
    public int Count => SiteArray.Length;

    /// <summary>Samples.</summary>
    public int Batch { get; }

    /// <summary>The size of a sample's grid: <c>[H, W]</c> or <c>[D, H, W]</c>.</summary>
    public Shape SpatialShape { get; }

    /// <summary>Spatial axes: 2 or 3.</summary>
    public int Rank => SpatialShape.Rank;

    /// <summary>A site.</summary>
    public Site this[int index] => SiteArray[index];

    /// <summary>The rulebook that made these sites out of others, which an inverse convolution turns round; null where they were given.</summary>
    public Rulebook? Origin { get; internal set; }

    internal Site[] SiteArray { get; }

    internal long[] Keys { get; }

    internal SiteTable Table => _table.Value;

    internal Triple Grid => Rank == 2 ? (1, SpatialShape[0], SpatialShape[1]) : (SpatialShape[0], SpatialShape[1], SpatialShape[2]);

    internal ConcurrentDictionary<RulebookGeometry, Lazy<Rulebook>> Rulebooks { get; } = [];

    /// <summary>Sorts and checks sites.</summary>
    /// <param name="coordinates">For each site the sample and its place: batch, (z,) y, x.</param>
    /// <param name="spatialShape">The size of a sample's grid, <c>[H, W]</c> or <c>[D, H, W]</c>.</param>
    /// <param name="batch">Samples.</param>
    /// <exception cref="ArgumentException">A site lies outside the grid or comes twice, or there are more places than a 64-bit number counts.</exception>
    public static SparseSites Of(ReadOnlySpan<int> coordinates, Shape spatialShape, int batch = 1) =>
        SortedSites.Of(coordinates, spatialShape, batch, DuplicateSites.Refuse).Sites;

    /// <summary>The number of the site at a place, or -1 where there is none.</summary>
    public int Find(Site site)
    {
        Triple grid = Grid;
        bool inside = (uint)site.Batch < (uint)Batch && (uint)site.Depth < (uint)grid.Depth && (uint)site.Height < (uint)grid.Height
            && (uint)site.Width < (uint)grid.Width;
        return inside ? Table.Find(Key(site, grid)) : -1;
    }

    /// <summary>The coordinates of all sites, one after another: batch, (z,) y, x.</summary>
    public int[] ToArray()
    {
        var coordinates = new int[Count * (Rank + 1)];
        for (int i = 0, at = 0; i < Count; i++)
        {
            Site site = SiteArray[i];
            coordinates[at++] = site.Batch;
            if (Rank == 3) coordinates[at++] = site.Depth;
            coordinates[at++] = site.Height;
            coordinates[at++] = site.Width;
        }
        return coordinates;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} sites of {Batch} x {SpatialShape}";

    /// <summary>Sites whose keys ascend.</summary>
    internal static SparseSites OfKeys(long[] keys, int batch, Shape spatialShape)
    {
        var sites = new Site[keys.Length];
        var result = new SparseSites(sites, keys, batch, spatialShape);
        Triple grid = result.Grid;
        HostSlices.Run(keys.Length, 16384, (from, to) =>
        {
            for (int i = from; i < to; i++)
            {
                (long row, long x) = Math.DivRem(keys[i], grid.Width);
                (long plane, long y) = Math.DivRem(row, grid.Height);
                (long b, long z) = Math.DivRem(plane, grid.Depth);
                sites[i] = new Site((int)b, (int)z, (int)y, (int)x);
            }
        });
        return result;
    }

    internal static long Key(Site site, Triple grid) => (((long)site.Batch * grid.Depth + site.Depth) * grid.Height + site.Height) * grid.Width + site.Width;

    /// <summary>The coordinates as the user knows them.</summary>
    internal static string Text(Site site, int rank) => rank == 2
        ? $"({site.Batch}, {site.Height}, {site.Width})"
        : $"({site.Batch}, {site.Depth}, {site.Height}, {site.Width})";

    /// <summary>Throws unless all places of the grids have keys.</summary>
    internal static void CheckGrid(Shape spatialShape, int batch)
    {
        ArgumentNullException.ThrowIfNull(spatialShape);
        string got = $"Got batch {batch}, shape {spatialShape}.";
        if (spatialShape.Rank is not (2 or 3) || spatialShape.Any(size => size < 1) || batch < 0)
            throw new ArgumentException($"[sparse] the spatial shape must be [H, W] or [D, H, W] with sizes of at least 1, and the batch at least 0. {got}");
        if (spatialShape.Aggregate((Int128)batch, (places, size) => places * size) >= long.MaxValue)
            throw new ArgumentException($"[sparse] the batch and the shape must multiply to less than 2^63 places. {got}");
    }
}
