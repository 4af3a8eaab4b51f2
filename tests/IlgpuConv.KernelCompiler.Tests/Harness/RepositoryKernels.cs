using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The kernels of the library, compiled anew: the files with kernels, and those with the helpers that they call.</summary>
internal static partial class RepositoryKernels
{
    private static readonly Lazy<CompiledSource> s_source = new(Compile);

    public static CompiledSource Source => s_source.Value;

    private static CompiledSource Compile()
    {
        string[] all = [.. Repository.Sources("src", "IlgpuConv")];
        // A kernel class may lie in several files, some with nothing but the bodies that the kernels share.
        HashSet<string> files = [.. all.Where(f =>
            File.ReadAllText(f).Contains("[Kernel", StringComparison.Ordinal) || Path.GetFileName(f).Contains("Kernels", StringComparison.Ordinal))];
        while (true)
        {
            // The library lets its tests see its internal types; this compilation has their name.
            CompiledSource source = CompiledSource.OfFiles("IlgpuConv.Tests", files, typeof(Tensors.Tensor).Assembly.Location);
            string[] missing = [.. source.Kernels.SelectMany(k => k.Diagnostics).Where(d => d.Rule.Id == "ICK301").SelectMany(d => Words().Matches(d.Arguments[0]).Select(m => m.Value))];
            int before = files.Count;
            files.UnionWith(all.Where(f => missing.Contains(Path.GetFileName(f).Split('.')[0])));
            if (files.Count == before) return source;
        }
    }

    /// <summary>The names in <c>IlgpuConv.Ops.GatherAxis.Phases.get</c>: one of them is the file's.</summary>
    [GeneratedRegex(@"\w+")]
    private static partial Regex Words();
}
