namespace IlgpuConv.IO;

/// <summary>A picture to draw on, transparent at first: rectangles, discs and lines, later ones over earlier ones.</summary>
/// <param name="height">Rows.</param>
/// <param name="width">Columns.</param>
public sealed class Raster(int height, int width)
{
    private readonly byte[] _bytes = new byte[checked(height * width * 4)];

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Columns.</summary>
    public int Width => width;

    /// <summary>The picture, RGBA.</summary>
    public Image ToImage() => new(_bytes, height, width, 4);

    /// <summary>Fills a rectangle; what lies outside the picture is left out.</summary>
    public void Fill(int top, int left, int rows, int columns, Colour colour)
    {
        for (int y = Math.Max(0, top); y < Math.Min(height, top + rows); y++)
            for (int x = Math.Max(0, left); x < Math.Min(width, left + columns); x++) Put(y, x, colour, 1);
    }

    /// <summary>Draws a map with square cells of <paramref name="cell"/> pixels, nothing between.</summary>
    public void Map(int top, int left, double[,] map, int cell, Func<double, Colour> colour)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(colour);
        for (int y = 0; y < map.GetLength(0); y++)
            for (int x = 0; x < map.GetLength(1); x++) Fill(top + y * cell, left + x * cell, cell, cell, colour(map[y, x]));
    }

    /// <summary>Draws a picture with square cells of <paramref name="cell"/> pixels.</summary>
    public void Picture(int top, int left, Image image, int cell)
    {
        ArgumentNullException.ThrowIfNull(image);
        ReadOnlySpan<byte> bytes = image.ToChannels(4).Bytes;
        for (int pixel = 0; pixel < image.Height * image.Width; pixel++)
        {
            ReadOnlySpan<byte> from = bytes.Slice(pixel * 4, 4);
            Fill(top + pixel / image.Width * cell, left + pixel % image.Width * cell, cell, cell, new Colour(from[0], from[1], from[2], from[3]));
        }
    }

    /// <summary>Draws a disc with a smooth edge around a point; (0, 0) is the corner of the first pixel.</summary>
    public void Disc(double centreY, double centreX, double radius, Colour colour)
    {
        for (int y = Math.Max(0, (int)(centreY - radius - 1)); y <= Math.Min(height - 1, (int)(centreY + radius + 1)); y++)
        {
            for (int x = Math.Max(0, (int)(centreX - radius - 1)); x <= Math.Min(width - 1, (int)(centreX + radius + 1)); x++)
            {
                double away = Math.Sqrt((y + 0.5 - centreY) * (y + 0.5 - centreY) + (x + 0.5 - centreX) * (x + 0.5 - centreX));
                Put(y, x, colour, Math.Clamp(radius + 0.5 - away, 0, 1));
            }
        }
    }

    /// <summary>Draws the outline of a rectangle, <paramref name="thickness"/> pixels inwards.</summary>
    public void Frame(int top, int left, int rows, int columns, int thickness, Colour colour)
    {
        Fill(top, left, thickness, columns, colour);
        Fill(top + rows - thickness, left, thickness, columns, colour);
        Fill(top + thickness, left, rows - 2 * thickness, thickness, colour);
        Fill(top + thickness, left + columns - thickness, rows - 2 * thickness, thickness, colour);
    }

    private void Put(int y, int x, Colour colour, double share)
    {
        double over = colour.Alpha / 255.0 * share;
        if (over <= 0) return;
        Span<byte> pixel = _bytes.AsSpan((y * width + x) * 4, 4);
        double under = pixel[3] / 255.0 * (1 - over), alpha = over + under;
        pixel[0] = Blend(colour.Red, pixel[0]);
        pixel[1] = Blend(colour.Green, pixel[1]);
        pixel[2] = Blend(colour.Blue, pixel[2]);
        pixel[3] = byte.CreateSaturating(Math.Round(alpha * 255));

        byte Blend(byte top, byte bottom) => byte.CreateSaturating(Math.Round((top * over + bottom * under) / alpha));
    }
}
