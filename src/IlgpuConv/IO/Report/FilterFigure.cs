using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>Filters as a picture: a row an output channel and a column an input channel; those of one channel or of three colours one after the other.</summary>
public static class FilterFigure
{
    private const int Wrapped = 64, Side = 12, Across = 8;

    /// <summary>The figure; null where the filters have one tap.</summary>
    /// <param name="title">Which filters.</param>
    /// <param name="shape">Their shape, <c>[O, I, kH, kW]</c>.</param>
    /// <param name="values">Their elements.</param>
    public static Figure? Of(string title, Shape shape, double[] values)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(values);
        (int outputs, int inputs, int height, int width) = (shape[0], shape[1], shape[2], shape[3]);
        if (height * width < 2 || values.Length == 0) return null;
        MapScale scale = MapScale.Signed(values);
        if (inputs == 3) return Colours(title, shape, values, scale);
        bool isWrapped = inputs == 1;
        int rows = Math.Min(outputs, isWrapped ? Wrapped : Side), columns = Math.Min(inputs, Side);
        var maps = new List<double[,]>();
        for (int o = 0; o < rows; o++)
        {
            for (int i = 0; i < columns; i++)
            {
                var map = new double[height, width];
                for (int tap = 0; tap < height * width; tap++) map[tap / width, tap % width] = values[(o * inputs + i) * height * width + tap];
                maps.Add(map);
            }
        }
        string note = isWrapped ? $"{Count(rows, outputs)} filters" : $"Rows: {Count(rows, outputs)} outputs; columns: {Count(columns, inputs)} inputs";
        note += Array.TrueForAll(values, value => value == 0) ? $"; all {height}x{width} taps are 0." : $"; {height}x{width} taps each.";
        return new PictureFigure(title, note, MapTiles.Draw(maps, isWrapped ? Across : columns, scale.Colour, isWrapped ? 48 : 24), scale);
    }

    private static string Count(int shown, int all) => shown < all ? $"the first {shown} of {all}" : $"{all}";

    private static PictureFigure Colours(string title, Shape shape, double[] values, MapScale scale)
    {
        (int outputs, int height, int width) = (shape[0], shape[2], shape[3]);
        int shown = Math.Min(outputs, Wrapped), cell = Math.Max(1, 48 / Math.Max(height, width)), down = height * cell + 4, along = width * cell + 4;
        var raster = new Raster((shown + Across - 1) / Across * down - 4, Math.Min(shown, Across) * along - 4);
        for (int o = 0; o < shown; o++)
        {
            for (int tap = 0; tap < height * width; tap++)
            {
                byte Part(int channel) => byte.CreateSaturating(Math.Round(127.5 * (1 + values[((o * 3) + channel) * height * width + tap] / scale.End)));
                raster.Fill(o / Across * down + tap / width * cell, o % Across * along + tap % width * cell, cell, cell, new Colour(Part(0), Part(1), Part(2)));
            }
        }
        return new PictureFigure(title, FormattableString.Invariant($"{shown} of {outputs}, {height}x{width} taps each, the three inputs as red, green and blue; grey is 0, full colour {scale.End:G3}."), raster.ToImage());
    }
}
