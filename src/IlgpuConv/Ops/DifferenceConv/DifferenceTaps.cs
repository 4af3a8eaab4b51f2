namespace IlgpuConv.Ops;

/// <summary>
/// The maps of difference convolutions: filters that see differences between neighbours instead of, or beside, their values. θ is the part of
/// the differences: with 0 they are plain convolutions, with 1 the filter that is run sums to 0 and a constant image gives 0.
/// </summary>
public static class DifferenceTaps
{
    private static readonly int[] s_horizontalVertical = [1, 3, 4, 5, 7];
    private static readonly int[] s_diagonal = [0, 2, 4, 6, 8];
    private static readonly int[] s_angular = [3, 0, 1, 6, 4, 2, 7, 8, 5];
    private static readonly int[] s_outer = [0, 2, 4, 10, 14, 20, 22, 24];
    private static readonly int[] s_inner = [6, 7, 8, 11, 13, 16, 17, 18];

    /// <summary>
    /// Central difference: <c>y = Σ_t w_t (x_t - θ x_centre)</c>, so the centre of <c>w'</c> is less by <c>θ Σ_t w_t</c>. Source: Yu et al.,
    /// "Searching Central Difference Convolutional Networks for Face Anti-Spoofing" (2020).
    /// </summary>
    /// <exception cref="ArgumentException">A size of the kernel is even or below 1: there is no centre.</exception>
    public static TapMatrix Central(Pair kernel, double theta)
    {
        if (kernel.Height < 1 || kernel.Width < 1 || kernel.Height % 2 == 0 || kernel.Width % 2 == 0)
            throw new ArgumentException($"[central difference conv] the kernel must have a centre: odd sizes. Got ({kernel.Height}, {kernel.Width}).");
        int taps = kernel.Height * kernel.Width;
        return Of(taps, taps, [kernel.Height, kernel.Width], (row, column) => (row == column ? 1 : 0) - (row == taps / 2 ? theta : 0));
    }

    /// <summary>
    /// Cross central difference of five taps, the centre among them: those beside and above each other, or those on the diagonals of 3 x 3.
    /// Source: Yu et al., "Dual-Cross Central Difference Network for Face Anti-Spoofing" (2021).
    /// </summary>
    public static TapMatrix Cross(CrossDifference direction, double theta)
    {
        int[] places = direction == CrossDifference.Diagonal ? s_diagonal : s_horizontalVertical;
        return Of(9, 5, [3, 3], (row, column) => (places[column] == row ? 1 : 0) - (row == 4 ? theta : 0));
    }

    /// <summary>
    /// Angular pixel difference: <c>y = Σ_t w_t (x_t - θ x_next(t))</c> along the ring of 3 x 3, clockwise; with θ = 1 the weight of the centre
    /// has no part. Source: Su et al., "Pixel Difference Networks for Efficient Edge Detection" (2021).
    /// </summary>
    public static TapMatrix Angular(double theta = 1) =>
        Of(9, 9, [3, 3], (row, column) => (row == column ? 1 : 0) - (s_angular[row] == column ? theta : 0));

    /// <summary>
    /// Radial pixel difference: 9 stored taps, the first without a part, make a kernel of 5 x 5: <c>y = Σ_t w_t (x_outer(t) - θ x_inner(t))</c>
    /// over the eight directions. Source: as <see cref="Angular"/>.
    /// </summary>
    public static TapMatrix Radial(double theta = 1) =>
        Of(25, 9, [5, 5], (row, column) => column == 0 ? 0 : (s_outer[column - 1] == row ? 1 : 0) - (s_inner[column - 1] == row ? theta : 0));

    private static TapMatrix Of(int rows, int columns, int[] kernel, Func<int, int, double> coefficient)
    {
        var coefficients = new double[rows, columns];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++) coefficients[row, column] = coefficient(row, column);
        return new TapMatrix(coefficients, kernel);
    }
}
