using IlgpuConv.Runtime;

namespace IlgpuConv.Ops;

/// <summary>
/// Which tile computes a product, and into how many slices its sum is cut: pure functions of sizes and the lanes of a group. The slices
/// decide the order of additions and so depend on the sizes only.
/// </summary>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Vectors">Vectors of a tile.</param>
/// <param name="Slices">Slices of the sum.</param>
/// <param name="SliceK">Terms of a slice.</param>
internal readonly record struct MatMulPlan(int Rows, int Vectors, int Slices, int SliceK)
{
    private const int LongestSlice = 512;
    private const int SliceElements = 1 << 17;

    /// <summary>Plans a product of <paramref name="m"/> x <paramref name="k"/> by <paramref name="k"/> x <paramref name="n"/>.</summary>
    public static MatMulPlan Of(int m, int n, int k, int batch, int lanes)
    {
        bool isSmall = (long)m * n * batch <= 64 * 1024;
        int slices = isSmall && k >= 2 * LongestSlice ? Math.Min((k + LongestSlice - 1) / LongestSlice, 32) : 1;
        int sliceK = Math.Max(1, (k + slices - 1) / slices);
        (int rows, int vectors) = (m, n) switch
        {
            (1, _) => (1, 4),
            _ when n >= 4 * lanes => (6, 4),
            _ when n >= 2 * lanes => (8, 2),
            _ => (8, 1),
        };
        return new MatMulPlan(rows, vectors, slices, sliceK);
    }

    /// <summary>
    /// Whether a product of matrices whose rows both lie along the sum is made of dot products: where transposing b would cost more than
    /// the sums over lanes, which each output takes one of.
    /// </summary>
    public static bool IsDotProduct(int m, int k) => k >= Math.Max(64, 4 * m);

    /// <summary>Slices of the sums of dot products: a slice of all rows of a is about half a megabyte.</summary>
    public static (int Slices, int SliceK) DotSlices(int m, int k)
    {
        int longest = Math.Max(1024, SliceElements / Math.Max(1, m)), slices = (k + longest - 1) / longest;
        return (Math.Max(1, slices), Math.Max(1, (k + slices - 1) / Math.Max(1, slices)));
    }

    /// <summary>Whether tiles of rows come before blocks of columns: b is the larger matrix.</summary>
    public static bool IsRowsFirst(int m, int n) => n > m;

    /// <summary>The grid of the product.</summary>
    public LaunchGrid Grid(int m, int n, int batch, int lanes)
    {
        int tiles = (m + Rows - 1) / Rows, columns = Vectors * lanes;
        return IsRowsFirst(m, n)
            ? new(checked(tiles * lanes), (n + columns - 1) / columns, batch * Slices)
            : new((n + Vectors - 1) / Vectors, tiles, batch * Slices);
    }

    /// <summary>The plan in a line.</summary>
    public override string ToString() => $"tile {Rows}x{Vectors}, {Slices} slices of {SliceK}";
}
