using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>
/// The networks that can be trained, saved and loaded by name. A network is a property with its <see cref="ModelEntry"/> in a file of its
/// own, a part of this class under <c>IO/Models</c>; adding one edits no other file.
/// </summary>
public static partial class ModelCatalog
{
    /// <summary>The network that is used where none is named.</summary>
    public const string Default = "dynamic-small";

    // With a static constructor the parts' properties are there before any member is used.
    static ModelCatalog()
    {
        Entries = [.. Parts.Entries.OrderBy(entry => entry.Name != Default).ThenBy(entry => entry.Name, StringComparer.Ordinal)];
        Names = [.. Entries.Select(entry => entry.Name)];
    }

    /// <summary>All networks, the default first, the others by name.</summary>
    public static IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>The names of all networks.</summary>
    public static IReadOnlyList<string> Names { get; }

    /// <summary>The names of the networks that differ in one layer only, the one with an ordinary convolution first.</summary>
    public static IReadOnlyList<string> Comparable =>
        [.. Entries.Where(entry => entry.IsComparable).OrderBy(entry => entry != Convolution).Select(entry => entry.Name)];

    /// <summary>The network called <paramref name="name"/> for images [channels, height, width], with fresh weights from <paramref name="random"/>.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message names those there are.</exception>
    public static Module Create(string name, int channels, int height, int width, int classes, RandomGenerator random, Device device) =>
        Find(name).Create(channels, height, width, classes, random, device);

    /// <summary>The entry of a network.</summary>
    /// <exception cref="ArgumentException">There is no such network; the message names those there are.</exception>
    public static ModelEntry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new ArgumentException($"[model] a network must be one of {string.Join(", ", Names)}. Got '{name}'.", nameof(name));

    private static ModelEntry Add(ModelEntry entry)
    {
        Parts.Entries.Add(entry);
        return entry;
    }

    /// <summary>What the parts have added; a class of its own, as the order in which parts are initialised is open.</summary>
    private static class Parts
    {
        public static List<ModelEntry> Entries { get; } = [];
    }
}
