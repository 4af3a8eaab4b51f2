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

    /// <summary>The grid of the product.</summary>
    public LaunchGrid Grid(int m, int n, int batch) =>
        new((n + Vectors - 1) / Vectors, (m + Rows - 1) / Rows, batch * Slices);

    /// <summary>The plan in a line.</summary>
    public override string ToString() => $"tile {Rows}x{Vectors}, {Slices} slices of {SliceK}";
}
