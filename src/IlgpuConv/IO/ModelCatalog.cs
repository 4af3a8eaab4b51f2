using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>The networks that can be trained, saved and loaded by name.</summary>
public static class ModelCatalog
{
    /// <summary>The network that is used where none is named.</summary>
    public const string Default = "dynamic-small";

    private static readonly ModelEntry[] s_entries =
    [
        new("dynamic-small", "two convolutions whose filters are an ordinary part and one generated from each image", (1, 8, 8), 10,
            (channels, _, _, classes, random, device) => Net(DynamicConvNetOptions.Digits, channels, classes, random, device)),
        new("static-small", "the twin of dynamic-small with ordinary convolutions, for comparison", (1, 8, 8), 10,
            (channels, _, _, classes, random, device) => Net(DynamicConvNetOptions.StaticDigits, channels, classes, random, device)),
        new("dynamic", "two convolutions with 64 and 128 channels whose filters are generated from each image", (3, 32, 32), 1000,
            (channels, _, _, classes, random, device) => Net(new DynamicConvNetOptions(), channels, classes, random, device)),
        new("perceptron", "one hidden layer of 64; the simplest network, for comparison", (1, 8, 8), 10, Perceptron),
    ];

    /// <summary>All networks, the default first.</summary>
    public static IReadOnlyList<ModelEntry> Entries => s_entries;

    /// <summary>The names of all networks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_entries.Select(entry => entry.Name)];

    /// <summary>The network called <paramref name="name"/> for images [channels, height, width], with fresh weights from <paramref name="random"/>.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message names those there are.</exception>
    public static Module Create(string name, int channels, int height, int width, int classes, RandomGenerator random, Device device) =>
        Find(name).Create(channels, height, width, classes, random, device);

    /// <summary>The entry of a network.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message names those there are.</exception>
    public static ModelEntry Find(string name) => Array.Find(s_entries, entry => entry.Name == name)
        ?? throw new ArgumentException($"[model] a network must be one of {string.Join(", ", Names)}. Got '{name}'.", nameof(name));

    private static DynamicConvNet Net(DynamicConvNetOptions options, int channels, int classes, RandomGenerator random, Device device) =>
        new(options with { InChannels = channels, Classes = classes }, random, device);

    private static Sequential Perceptron(int channels, int height, int width, int classes, RandomGenerator random, Device device) => new(
        new Flatten(), new Linear(channels * height * width, 64, generator: random, device: device),
        new Relu(), new Linear(64, classes, generator: random, device: device));
}
