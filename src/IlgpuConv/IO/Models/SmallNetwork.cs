using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>
/// The network around a layer under comparison: an ordinary convolution to 16 channels, then the layer, which makes 32 of them, each with
/// batch normalisation, a rectifier and pooling, and a linear layer of the means of four regions.
/// </summary>
internal static class SmallNetwork
{
    /// <summary>Channels that the layer takes.</summary>
    public const int In = 16;

    /// <summary>Channels that the layer makes.</summary>
    public const int Out = 32;

    /// <summary>An entry of the catalog for images of 8x8 with one channel, and any others.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the layer is, in a line.</param>
    /// <param name="layer">Makes the layer with 16 channels in and 32 out that keeps height and width.</param>
    public static ModelEntry Entry(string name, string description, Func<RandomGenerator, Device, Module> layer) =>
        new(name, description, (1, 8, 8), 10, (channels, _, _, classes, random, device) => new Sequential()
            .Add(new Conv2d(channels, In, 3, padding: 1, generator: random, device: device), "c1")
            .Add(new BatchNorm2d(In, device: device), "bn1").Add(new Relu(), "relu1").Add(new MaxPool2d(2), "pool1")
            .Add(layer(random, device), "c2")
            .Add(new BatchNorm2d(Out, device: device), "bn2").Add(new Relu(), "relu2").Add(new MaxPool2d(2), "pool2")
            .Add(new AdaptiveAvgPool2d(2), "pool")
            .Add(new FlattenLinear(Out, 2, 2, classes, generator: random, device: device), "fc"))
        { IsComparable = true };
}
