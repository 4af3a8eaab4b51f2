namespace IlgpuConv.IO;

/// <summary>Shifts each image by up to <paramref name="Maximum"/> pixels in each direction and fills with zeros.</summary>
/// <param name="Maximum">The most pixels that an image moves; 0 leaves images as they are.</param>
/// <param name="Seed">With the epoch and the image, all that the shift depends on.</param>
public sealed record ShiftAugmentation(int Maximum, long Seed)
{
    /// <summary>The shift (rows down, columns right) of image <paramref name="image"/> in epoch <paramref name="epoch"/>.</summary>
    public (int Rows, int Columns) Shift(int epoch, int image)
    {
        if (Maximum == 0)
        {
            return (0, 0);
        }

        SeededStream random = new(Seed, 2, epoch, image);
        return (random.Next(2 * Maximum + 1) - Maximum, random.Next(2 * Maximum + 1) - Maximum);
    }

    /// <summary>Writes <paramref name="source"/>, moved by the shift, to <paramref name="destination"/>; both are rows of pixels, channels last.</summary>
    public static void Apply(
        (int Rows, int Columns) shift, ReadOnlySpan<float> source, Span<float> destination, int height, int width, int channels)
    {
        destination[..source.Length].Clear();
        int columns = Math.Max(0, width - Math.Abs(shift.Columns));
        for (int y = Math.Max(0, -shift.Rows); columns > 0 && y < height && y + shift.Rows < height; y++)
        {
            int from = y * width + Math.Max(0, -shift.Columns);
            int to = (y + shift.Rows) * width + Math.Max(0, shift.Columns);
            source.Slice(from * channels, columns * channels).CopyTo(destination[(to * channels)..]);
        }
    }
}
