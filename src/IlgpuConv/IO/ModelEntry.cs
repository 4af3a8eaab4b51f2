using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.IO;

/// <summary>A network of the catalog.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is, in a line.</param>
/// <param name="Image">The image [channels, height, width] that it is described for where none is given.</param>
/// <param name="Classes">The classes that it is described for.</param>
/// <param name="Create">Makes it for channels, height, width and classes, with fresh weights on a device.</param>
public sealed record ModelEntry(
    string Name,
    string Description,
    (int Channels, int Height, int Width) Image,
    int Classes,
    Func<int, int, int, int, RandomGenerator, Device, Module> Create)
{
    /// <summary>Whether it differs in one layer only from others that say so, and a <see cref="ModelStudy"/> compares it with them.</summary>
    public bool IsComparable { get; init; }

    /// <summary>Whether it is for large images and takes its time: what runs every network leaves it out.</summary>
    public bool IsLarge { get; init; }
}
