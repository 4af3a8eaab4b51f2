using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>The networks that can be trained, saved and loaded by name.</summary>
public static class ModelCatalog
{
    /// <summary>The network that is used where none is named.</summary>
    public const string Default = "perceptron";

    private static readonly ModelEntry[] s_entries =
    [
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

    private static Sequential Perceptron(int channels, int height, int width, int classes, RandomGenerator random, Device device) => new(
        new Flatten(), new Linear(channels * height * width, 64, generator: random, device: device),
        new Relu(), new Linear(64, classes, generator: random, device: device));
}
