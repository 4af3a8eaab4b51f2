using IlgpuConv.Modules;

namespace IlgpuConv.IO;

/// <summary>The positions that a filter reads, drawn over the image: a colour an output position, a disc a tap, the larger the more it counts.</summary>
public static class PointFigure
{
    private static readonly (double Y, double X)[] s_places = [(0.5, 0.5), (0.2, 0.2), (0.2, 0.8), (0.8, 0.2), (0.8, 0.8)];

    /// <summary>The figure.</summary>
    /// <param name="title">What it shows.</param>
    /// <param name="points">The positions.</param>
    /// <param name="image">The image that the network sees.</param>
    public static Figure Of(string title, SamplingPoints points, Image image)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(image);
        int cell = Math.Max(1, 384 / Math.Max(image.Height, image.Width));
        var raster = new Raster(image.Height * cell, image.Width * cell);
        raster.Picture(0, 0, image, cell);
        raster.Fill(0, 0, raster.Height, raster.Width, new Colour(255, 255, 255, 90));
        double down = (double)raster.Height / points.Height, across = (double)raster.Width / points.Width, largest = points.Factors.DefaultIfEmpty(1).Max();
        (int Row, int Column)[] outputs = [.. s_places.Select(p => ((int)(p.Y * points.Rows), (int)(p.X * points.Columns))).Distinct()];
        for (int o = 0; o < outputs.Length; o++)
        {
            int first = (outputs[o].Row * points.Columns + outputs[o].Column) * points.Taps;
            for (int at = first; at < first + points.Taps; at++)
            {
                double y = (points.Y[at] + 0.5) * down, x = (points.X[at] + 0.5) * across, size = 3 + 4 * Math.Sqrt(Math.Max(0, points.Factors[at] / largest));
                raster.Disc(y, x, size + 1.5, Colour.Of(0x000000));
                raster.Disc(y, x, size, Palette.Category(o));
            }
        }
        return new PictureFigure(title, $"{outputs.Length} of {points.Rows * points.Columns} output positions, a colour each, with {points.Taps} taps; the larger a disc, the more its tap counts.", raster.ToImage());
    }
}
