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

    /// <summary>Writes <paramref name="source"/>, moved by the shift, to <paramref name="destination"/>; both are [C, height, width].</summary>
    public static void Apply((int Rows, int Columns) shift, ReadOnlySpan<float> source, Span<float> destination, int height, int width)
    {
        destination[..source.Length].Clear();
        int columns = width - Math.Abs(shift.Columns);
        if (columns <= 0)
        {
            return;
        }

        for (int plane = 0; plane < source.Length; plane += height * width)
        {
            for (int y = Math.Max(0, -shift.Rows); y < height && y + shift.Rows < height; y++)
            {
                int from = plane + y * width + Math.Max(0, -shift.Columns);
                int to = plane + (y + shift.Rows) * width + Math.Max(0, shift.Columns);
                source.Slice(from, columns).CopyTo(destination[to..]);
            }
        }
    }
}
