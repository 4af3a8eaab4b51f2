using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>A picture of 8 bits a channel: grey (1 channel), grey and alpha (2), RGB (3) or RGBA (4).</summary>
public sealed class Image
{
    /// <summary>A picture of given bytes, which are kept, not copied.</summary>
    /// <param name="bytes">The bytes in the order row, column, channel.</param>
    /// <param name="height">The rows, 1 or more.</param>
    /// <param name="width">The columns, 1 or more.</param>
    /// <param name="channels">1, 2, 3 or 4.</param>
    /// <exception cref="ArgumentException">A size is out of range or the number of bytes is not their product.</exception>
    public Image(byte[] bytes, int height, int width, int channels)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (height < 1 || width < 1 || channels is < 1 or > 4 || bytes.Length != (long)height * width * channels)
        {
            throw new ArgumentException(
                "[image] an image has at least one row and one column, 1 to 4 channels, and height x width x channels bytes. " +
                $"Got {bytes.Length} bytes for height {height}, width {width}, channels {channels}.", nameof(bytes));
        }

        (Bytes, Height, Width, Channels) = (bytes, height, width, channels);
    }

    /// <summary>The bytes in the order row, column, channel.</summary>
    public byte[] Bytes { get; }

    /// <summary>The number of rows.</summary>
    public int Height { get; }

    /// <summary>The number of columns.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 2 for grey and alpha, 3 for RGB, 4 for RGBA.</summary>
    public int Channels { get; }

    /// <summary>A tensor <c>[1, channels, height, width]</c> of 32-bit floats: <c>byte / 255</c>, so 0 to 1.</summary>
    public Tensor ToTensor(Device? device = null) =>
        Tensor.FromImage(Bytes, Height, Width, Channels, new float[Channels], [.. Enumerable.Repeat(1f, Channels)], device);

    /// <summary>
    /// The picture of a tensor <c>[1, channels, height, width]</c>: <c>round(255 * min(max(x, 0), 1))</c>; not-a-number is black.
    /// </summary>
    /// <exception cref="ArgumentException">The shape is another, or there are not 1 to 4 channels.</exception>
    public static Image FromTensor(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Shape.Rank != 4 || tensor.Shape[0] != 1 || tensor.Shape[1] is < 1 or > 4 || tensor.Shape.Elements == 0)
        {
            throw new ArgumentException(
                $"[image] a picture is made of a tensor [1, channels, height, width] with 1 to 4 channels and at least one pixel. Got {tensor.Shape}.",
                nameof(tensor));
        }

        (int channels, int height, int width) = (tensor.Shape[1], tensor.Shape[2], tensor.Shape[3]);
        double[] values = tensor.ToDoubles();
        var bytes = new byte[values.Length];
        int pixels = height * width;
        for (int i = 0; i < values.Length; i++)
        {
            bytes[i % pixels * channels + i / pixels] = byte.CreateSaturating(Math.Round(255 * values[i]));
        }

        return new Image(bytes, height, width, channels);
    }

    /// <summary>
    /// The picture with another number of channels: grey is <c>0.299 R + 0.587 G + 0.114 B</c> (BT.601), colour of grey repeats it, an
    /// alpha channel that is new is opaque, and one that has no place any more is dropped.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is not 1, 2, 3 or 4.</exception>
    public Image ToChannels(int channels)
    {
        if (channels is < 1 or > 4)
        {
            throw new ArgumentOutOfRangeException(nameof(channels), $"[image] an image has 1, 2, 3 or 4 channels. Got {channels}.");
        }

        var bytes = new byte[Height * Width * channels];
        for (int pixel = 0; pixel < Height * Width; pixel++)
        {
            ReadOnlySpan<byte> from = Bytes.AsSpan(pixel * Channels, Channels);
            Span<byte> to = bytes.AsSpan(pixel * channels, channels);
            bool colour = Channels >= 3;
            if (channels >= 3)
            {
                (to[0], to[1], to[2]) = colour ? (from[0], from[1], from[2]) : (from[0], from[0], from[0]);
            }
            else
            {
                to[0] = colour ? (byte)((299 * from[0] + 587 * from[1] + 114 * from[2] + 500) / 1000) : from[0];
            }

            if (channels is 2 or 4)
            {
                to[^1] = Channels is 2 or 4 ? from[^1] : byte.MaxValue;
            }
        }

        return new Image(bytes, Height, Width, channels);
    }
}
