namespace IlgpuConv.IO;

/// <summary>Maps of one size side by side as one picture: small ones enlarged in whole steps, large ones reduced by means, nothing smoothed.</summary>
public static class MapTiles
{
    /// <summary>Pixels that a map is at least enlarged to where it is smaller.</summary>
    public const int Tile = 56;

    private const int Largest = 128, Gap = 4;

    /// <summary>The picture; what is between the maps is transparent.</summary>
    /// <param name="maps">The maps, in reading order.</param>
    /// <param name="columns">Maps in a row.</param>
    /// <param name="colour">The colour of a number.</param>
    /// <param name="tile">Pixels that a map is enlarged to where it is smaller.</param>
    /// <exception cref="ArgumentException">There is no map, or they differ in size.</exception>
    public static Image Draw(IReadOnlyList<double[,]> maps, int columns, Func<double, Colour> colour, int tile = Tile)
    {
        ArgumentNullException.ThrowIfNull(maps);
        if (maps.Count == 0 || maps.Any(map => map.Length == 0 || map.GetLength(0) != maps[0].GetLength(0) || map.GetLength(1) != maps[0].GetLength(1)))
            throw new ArgumentException($"[tiles] there must be maps of one size. Got {string.Join(", ", maps.Select(map => $"{map.GetLength(0)}x{map.GetLength(1)}"))}.", nameof(maps));
        double[][,] shown = [.. maps.Select(map => Reduce(map, Largest))];
        int height = shown[0].GetLength(0), width = shown[0].GetLength(1), cell = Math.Max(1, tile / Math.Max(height, width));
        columns = Math.Clamp(columns, 1, shown.Length);
        int rows = (shown.Length + columns - 1) / columns;
        var raster = new Raster(rows * (height * cell + Gap) - Gap, columns * (width * cell + Gap) - Gap);
        for (int i = 0; i < shown.Length; i++) raster.Map(i / columns * (height * cell + Gap), i % columns * (width * cell + Gap), shown[i], cell, colour);
        return raster.ToImage();
    }

    /// <summary>The map reduced by a whole number, by means of squares, so that no side is longer than <paramref name="limit"/>.</summary>
    public static double[,] Reduce(double[,] map, int limit)
    {
        ArgumentNullException.ThrowIfNull(map);
        (int height, int width) = (map.GetLength(0), map.GetLength(1));
        int by = (Math.Max(height, width) + limit - 1) / limit;
        if (by <= 1) return map;
        var reduced = new double[(height + by - 1) / by, (width + by - 1) / by];
        for (int y = 0; y < reduced.GetLength(0); y++)
        {
            for (int x = 0; x < reduced.GetLength(1); x++)
            {
                double sum = 0;
                int rows = Math.Min(by, height - y * by), columns = Math.Min(by, width - x * by);
                for (int v = 0; v < rows; v++)
                    for (int u = 0; u < columns; u++) sum += map[y * by + v, x * by + u];
                reduced[y, x] = sum / (rows * columns);
            }
        }
        return reduced;
    }
}
