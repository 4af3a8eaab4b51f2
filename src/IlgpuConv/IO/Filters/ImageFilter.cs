using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>A convolution without anything learned that shows in a picture what it does.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it does, in a line.</param>
/// <param name="Apply">Its result for images <c>[1, C, H, W]</c> of 0 to 1, as large as they are.</param>
public sealed record ImageFilter(string Name, string Description, Func<Tensor, ImageFilterOptions, Tensor> Apply)
{
    /// <summary>Whether results have both signs: 0 is then shown as the middle grey.</summary>
    public bool IsSigned { get; init; }

    /// <summary>The picture of the result, channel by channel: <c>gain y</c>, or <c>1/2 + gain y</c> of a signed one; alpha stays as it is.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="options">What the filter is told; null for the defaults.</param>
    /// <param name="device">The device, or null for <c>cpu</c>.</param>
    /// <exception cref="ArgumentException">An option is out of range, or the picture too small.</exception>
    public Image Run(Image image, ImageFilterOptions? options = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(image);
        ImageFilterOptions chosen = options ?? new ImageFilterOptions();
        chosen.Check();
        using var scope = new TensorScope();
        using var noGrad = new NoGrad();
        bool hasAlpha = image.Channels is 2 or 4;
        Image colours = hasAlpha ? image.ToChannels(image.Channels - 1) : image;
        Image result = Image.FromTensor(Apply(colours.ToTensor(device), chosen).Affine(chosen.Gain, IsSigned ? 0.5 : 0));
        if (!hasAlpha) return result;
        result = result.ToChannels(result.Channels + 1);
        for (int pixel = 0; pixel < image.Height * image.Width; pixel++)
            result.Bytes[(pixel + 1) * result.Channels - 1] = image.Bytes[(pixel + 1) * image.Channels - 1];
        return result;
    }
}
