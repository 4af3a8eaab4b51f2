namespace IlgpuConv.IO;

/// <summary>Images of one size with a class for each: pixels are bytes or floats in the order [N, C, H, W].</summary>
public sealed class LabelledImages
{
    private readonly byte[]? bytes;
    private readonly float[]? floats;
    private readonly int[] labels;

    /// <summary>Images of bytes, where <paramref name="white"/> is read as 1.</summary>
    /// <exception cref="ArgumentException">The number of pixels or a label does not fit the sizes.</exception>
    public LabelledImages(byte[] pixels, float white, int[] labels, int channels, int height, int width, int classes)
        : this(pixels.LongLength, white, labels, channels, height, width, classes) => bytes = pixels;

    /// <summary>Images of floats, where <paramref name="white"/> is read as 1.</summary>
    /// <exception cref="ArgumentException">The number of pixels or a label does not fit the sizes.</exception>
    public LabelledImages(float[] pixels, float white, int[] labels, int channels, int height, int width, int classes)
        : this(pixels.LongLength, white, labels, channels, height, width, classes) => floats = pixels;

    private LabelledImages(long pixels, float white, int[] labels, int channels, int height, int width, int classes)
    {
        if (channels < 1 || height < 1 || width < 1 || classes < 1)
        {
            throw new ArgumentException(
                $"[data] channels, height, width and classes must be at least 1. Got {channels}, {height}, {width}, {classes}.");
        }

        if (!(white > 0) || !float.IsFinite(white))
        {
            throw new ArgumentException($"[data] white must be a positive number. Got {white}.");
        }

        if (pixels != (long)labels.Length * channels * height * width)
        {
            throw new ArgumentException(
                $"[data] {labels.Length} labels need {labels.Length} images of {channels}x{height}x{width}, " +
                $"{(long)labels.Length * channels * height * width} pixels. Got {pixels} pixels.");
        }

        int wrong = Array.FindIndex(labels, label => label < 0 || label >= classes);
        if (wrong >= 0)
        {
            throw new ArgumentException($"[data] labels are 0 to {classes - 1}. Got {labels[wrong]} for image {wrong}.");
        }

        (White, this.labels, Channels, Height, Width, Classes) = (white, labels, channels, height, width, classes);
    }

    /// <summary>The number of images.</summary>
    public int Count => labels.Length;

    /// <summary>The number of channels of an image.</summary>
    public int Channels { get; }

    /// <summary>The number of rows of an image.</summary>
    public int Height { get; }

    /// <summary>The number of pixels in a row.</summary>
    public int Width { get; }

    /// <summary>The number of classes; labels are 0 to one less.</summary>
    public int Classes { get; }

    /// <summary>The stored value that is read as 1.</summary>
    public float White { get; }

    /// <summary>The number of values of one image: channels · height · width.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The class of every image.</summary>
    public ReadOnlySpan<int> Labels => labels;

    /// <summary>Writes image <paramref name="index"/> to <paramref name="destination"/> as value / white, in the order [C, H, W].</summary>
    /// <exception cref="ArgumentException">There is no such image, or the destination is shorter than an image.</exception>
    public void CopyImage(int index, Span<float> destination)
    {
        int length = ImageLength;
        if ((uint)index >= (uint)Count || destination.Length < length)
        {
            throw new ArgumentException(
                $"[data] an image is 0 to {Count - 1} and needs {length} values. Got image {index} and {destination.Length} values.");
        }

        float scale = 1 / White;
        int start = index * length;
        for (int i = 0; i < length; i++)
        {
            destination[i] = (bytes is null ? floats![start + i] : bytes[start + i]) * scale;
        }
    }

    /// <summary>A copy of the images with these numbers, in this order.</summary>
    public LabelledImages Select(ReadOnlySpan<int> indices)
    {
        int length = ImageLength;
        int[] chosen = new int[indices.Length];
        byte[]? someBytes = bytes is null ? null : new byte[(long)indices.Length * length];
        float[]? someFloats = floats is null ? null : new float[(long)indices.Length * length];
        for (int i = 0; i < indices.Length; i++)
        {
            chosen[i] = labels[indices[i]];
            bytes?.AsSpan(indices[i] * length, length).CopyTo(someBytes.AsSpan(i * length));
            floats?.AsSpan(indices[i] * length, length).CopyTo(someFloats.AsSpan(i * length));
        }

        return someBytes is null
            ? new LabelledImages(someFloats!, White, chosen, Channels, Height, Width, Classes)
            : new LabelledImages(someBytes, White, chosen, Channels, Height, Width, Classes);
    }
}
