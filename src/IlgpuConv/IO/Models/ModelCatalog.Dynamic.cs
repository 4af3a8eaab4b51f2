using IlgpuConv.Networks;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <content>The networks whose filters are generated from each image, and their static twin.</content>
public static partial class ModelCatalog
{
    /// <summary>Two convolutions with 64 and 128 channels.</summary>
    public static ModelEntry Dynamic { get; } = Add(new(
        "dynamic", "two convolutions with 64 and 128 channels whose filters are generated from each image", (3, 32, 32), 1000,
        (channels, _, _, classes, random, device) => Net(new DynamicConvNetOptions(), channels, classes, random, device)));

    /// <summary>Two small convolutions with an ordinary and a generated part.</summary>
    public static ModelEntry DynamicSmall { get; } = Add(new(
        "dynamic-small", "two convolutions whose filters are an ordinary part and one generated from each image", (1, 8, 8), 10,
        (channels, _, _, classes, random, device) => Net(DynamicConvNetOptions.Digits, channels, classes, random, device)));

    /// <summary>The same with ordinary convolutions.</summary>
    public static ModelEntry StaticSmall { get; } = Add(new(
        "static-small", "the twin of dynamic-small with ordinary convolutions, for comparison", (1, 8, 8), 10,
        (channels, _, _, classes, random, device) => Net(DynamicConvNetOptions.StaticDigits, channels, classes, random, device)));

    private static DynamicConvNet Net(DynamicConvNetOptions options, int channels, int classes, RandomGenerator random, Device device) =>
        new(options with { InChannels = channels, Classes = classes }, random, device);
}
