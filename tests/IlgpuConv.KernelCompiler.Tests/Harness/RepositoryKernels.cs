using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>
/// The kernels of the library, compiled anew: the files that the bridge links, which are those with kernels and those with what the kernels
/// call. The project of the bridge is read, not built: that needs the ILGPU package.
/// </summary>
internal static class RepositoryKernels
{
    public static IReadOnlyList<string> Files { get; } = [.. Linked()];

    // The library lets its tests see its internal types; this compilation has their name.
    private static readonly Lazy<CompiledSource> s_source = new(
        () => CompiledSource.OfFiles("IlgpuConv.Tests", Files, typeof(Tensors.Tensor).Assembly.Location));

    public static CompiledSource Source => s_source.Value;

    private static IEnumerable<string> Linked()
    {
        string folder = Repository.At("src", "IlgpuConv.Ilgpu");
        List<XElement> items = [.. XDocument.Load(Path.Combine(folder, "IlgpuConv.Ilgpu.csproj")).Descendants("Compile")];
        Assert.NotEmpty(items);
        return Repository.Sources("src", "IlgpuConv").Where(path =>
        {
            string relative = Path.GetRelativePath(folder, path).Replace('\\', '/');
            return items.Any(item => Matches(item.Attribute("Include"), relative) && !Matches(item.Attribute("Exclude"), relative));
        });
    }

    private static bool Matches(XAttribute? patterns, string path) => patterns is not null && patterns.Value.Split(';').Any(pattern =>
        Regex.IsMatch(path, "^" + Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?").Replace(@"\*", "[^/]*") + "$"));
}
