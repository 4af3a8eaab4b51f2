using IlgpuConv.Modules;
using IlgpuConv.Ops;

namespace IlgpuConv.IO;

/// <content>The network without convolutions.</content>
public static partial class ModelCatalog
{
    /// <summary>One hidden layer.</summary>
    public static ModelEntry Perceptron { get; } = Add(new(
        "perceptron", "one hidden layer of 64; the simplest network, for comparison", (1, 8, 8), 10,
        (channels, height, width, classes, random, device) => new Sequential(
            new Flatten(), new Linear(channels * height * width, 64, generator: random, device: device),
            new Relu(), new Linear(64, classes, generator: random, device: device))));
}
