using System.Globalization;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>An image as a network's input, and where it is from.</summary>
/// <param name="Tensor">The image, <c>[1, C, H, W]</c> of 0 to 1.</param>
/// <param name="Note">Where it is from.</param>
public sealed record InputImage(Tensor Tensor, string Note)
{
    /// <summary>A picture, in the channels and the size that a network takes: resized bilinearly where it has another one.</summary>
    /// <param name="path">A PNG file.</param>
    /// <param name="channels">1 for grey, 3 for colours.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="device">Where the tensor lies.</param>
    /// <exception cref="ArgumentException">A network of other channels cannot take a picture.</exception>
    /// <exception cref="BadFileException">The file is no picture, or is damaged.</exception>
    public static InputImage OfFile(string path, int channels, int height, int width, Device device)
    {
        if (channels is not (1 or 3)) throw new ArgumentException($"[image] a picture has 1 or 3 channels for a network. Got a network of {channels}.", nameof(channels));
        Image image = PngFile.Read(path);
        Tensor pixels = image.ToChannels(channels).ToTensor(device);
        bool fits = (image.Height, image.Width) == (height, width);
        string note = $"{Path.GetFileName(path)}{(fits ? "" : $", resized from {image.Width}x{image.Height}")}";
        return new InputImage(fits ? pixels : pixels.Resize([height, width], ResizeMode.Linear), note);
    }

    /// <summary>An image of a data set.</summary>
    /// <param name="images">The images.</param>
    /// <param name="index">Its number.</param>
    /// <param name="name">What to call the data set.</param>
    /// <param name="device">Where the tensor lies.</param>
    /// <exception cref="ArgumentException">There is no such image.</exception>
    public static InputImage Of(LabelledImages images, int index, string name, Device device)
    {
        ArgumentNullException.ThrowIfNull(images);
        float[] pixels = new float[images.ImageLength];
        images.CopyImage(index, pixels);
        string note = string.Create(CultureInfo.InvariantCulture, $"image {index} of {name}, labelled {images.Labels[index]}");
        return new InputImage(Tensor.FromArray<float>(pixels, [1, images.Channels, images.Height, images.Width], device), note);
    }

    /// <summary>A picture made for the purpose (see <see cref="TestPicture"/>).</summary>
    public static InputImage Made(int channels, int height, int width, Device device) =>
        new(TestPicture.Of(channels, height, width, device), "a test picture with edges, a disc and stripes");
}
