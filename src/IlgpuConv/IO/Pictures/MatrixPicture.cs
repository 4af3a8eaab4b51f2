using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>Draws a <see cref="ConvolutionMatrix"/>: a cell a place, a colour a tap, so that the same tap is seen to move along the diagonals.</summary>
public static class MatrixPicture
{
    /// <summary>The matrix with a colour for each tap of a filter (row u, column v of it), the same in all channels; places that are always 0 are grey.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="transposed">Whether to draw the transpose: the matrix of the transposed convolution.</param>
    /// <exception cref="ArgumentException">A side has more than 4,096 elements.</exception>
    public static Image ByTap(ConvolutionMatrix matrix, bool transposed = false)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        int taps = matrix.Shape.Taps;
        return Draw(matrix, transposed, (tap, _) => Palette.Category(tap % taps));
    }

    /// <summary>The matrix with its values: blue below 0, red above.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="transposed">Whether to draw the transpose.</param>
    /// <exception cref="ArgumentException">A side has more than 4,096 elements.</exception>
    public static Image ByValue(ConvolutionMatrix matrix, bool transposed = false)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        MapScale scale = MapScale.Of(Enumerable.Range(0, matrix.Rows).SelectMany(matrix.Row).Select(entry => entry.Value));
        return Draw(matrix, transposed, (_, value) => Palette.Diverging(value / scale.End));
    }

    private static Image Draw(ConvolutionMatrix matrix, bool transposed, Func<int, double, Colour> colour)
    {
        if (Math.Max(matrix.Rows, matrix.Columns) > 4096)
            throw new ArgumentException($"[conv matrix] a picture is of a matrix with at most 4096 rows and columns. Got {matrix.Rows} x {matrix.Columns}.", nameof(matrix));
        (int rows, int columns) = transposed ? (matrix.Columns, matrix.Rows) : (matrix.Rows, matrix.Columns);
        int cell = Math.Clamp(768 / Math.Max(rows, columns), 1, 16), line = cell > 3 ? 1 : 0;
        var raster = new Raster(rows * cell, columns * cell);
        raster.Fill(0, 0, rows * cell, columns * cell, Colour.Of(line > 0 ? 0xFFFFFF : 0xE3E3E3));
        if (line > 0)
        {
            for (int y = 0; y < rows; y++)
                for (int x = 0; x < columns; x++) raster.Fill(y * cell, x * cell, cell - line, cell - line, Colour.Of(0xE3E3E3));
        }
        for (int row = 0; row < matrix.Rows; row++)
        {
            foreach ((int column, int tap, double value) in matrix.Row(row))
                raster.Fill((transposed ? column : row) * cell, (transposed ? row : column) * cell, cell - line, cell - line, colour(tap, value));
        }
        return raster.ToImage();
    }
}
