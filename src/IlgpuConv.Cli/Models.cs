using IlgpuConv.IO;
using IlgpuConv.Modules;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Cli;

/// <summary>Networks by the names that are typed.</summary>
internal static class Models
{
    /// <summary>The name, if there is such a network.</summary>
    public static string Known(string name) => ModelCatalog.Names.Contains(name)
        ? name
        : throw new UsageException($"unknown model '{name}'. {Suggestion.For(name, ModelCatalog.Names)}");

    /// <summary>The network for images of this size.</summary>
    public static Module Create(string name, LabelledImages images, Device device) =>
        ModelCatalog.Create(Known(name), images.Channels, images.Height, images.Width, images.Classes, new RandomGenerator(0), device);
}
