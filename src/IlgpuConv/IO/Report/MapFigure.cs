using IlgpuConv.Analysis;

namespace IlgpuConv.IO;

/// <summary>Maps over the pixels of an image as a picture.</summary>
public static class MapFigure
{
    /// <summary>The most channels that are drawn.</summary>
    public const int Most = 16;

    /// <summary>What a layer makes of an image: of many channels those that vary most over the image, in their order.</summary>
    public static Figure Of(string title, LayerOutput layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        double[] spread = layer.Spread();
        int[] chosen = [.. Enumerable.Range(0, layer.Channels).OrderByDescending(c => spread[c]).Take(Most).Order()];
        int flat = spread.Count(s => s == 0);
        string note = chosen.Length < layer.Channels ? $"The {chosen.Length} of {layer.Channels} channels that vary most, " : layer.Channels == 1 ? "One channel, " : $"{layer.Channels} channels, ";
        note += $"{layer.Height}x{layer.Width} pixels, one scale for all" + (flat > 0 ? $"; {flat} {(flat == 1 ? "channel is" : "channels are")} the same everywhere." : ".");
        return Draw(title, note, [.. chosen.Select(layer.Map)], MapScale.Of(layer.Values.Select(v => (double)v)));
    }

    /// <summary>Maps that are all drawn, with one scale.</summary>
    public static Figure Of(string title, IReadOnlyList<double[,]> maps)
    {
        ArgumentNullException.ThrowIfNull(maps);
        double[][,] shown = [.. maps.Take(4 * Most)];
        string note = $"{maps[0].GetLength(0)}x{maps[0].GetLength(1)} numbers" + (maps.Count > 1 ? $", {shown.Length} of {maps.Count} maps." : ".");
        return Draw(title, note, shown, MapScale.Between(maps.SelectMany(map => map.Cast<double>())));
    }

    private static PictureFigure Draw(string title, string note, IReadOnlyList<double[,]> maps, MapScale scale) =>
        new(title, note, MapTiles.Draw(maps, 8, scale.Colour, maps.Count == 1 ? 192 : MapTiles.Tile), scale);
}
