using System.Text.RegularExpressions;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>
/// The bridge is built by itself, where there is the ILGPU package. What a new operation could break in it is found here: the files that
/// it links hold every kernel, and every helper that a kernel calls.
/// </summary>
public partial class BridgeFilesTests
{
    [Fact]
    public void The_files_that_the_bridge_links_are_complete()
    {
        CompiledSource source = RepositoryKernels.Source;
        int written = Repository.Sources("src", "IlgpuConv").Sum(path => KernelAttribute().Count(File.ReadAllText(path)));
        Assert.Equal(written, source.Kernels.Count);
        Assert.Empty(source.Kernels.SelectMany(k => k.Diagnostics).Select(d => d.ToDiagnostic().ToString()));
        Assert.DoesNotContain(source.Diagnostics, d => d.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error);
    }

    [Fact]
    public void No_public_type_is_there_twice() =>
        Assert.DoesNotContain(RepositoryKernels.Files, path => Regex.IsMatch(File.ReadAllText(path), @"^public ", RegexOptions.Multiline));

    [GeneratedRegex(@"^ +\[Kernel[\](]", RegexOptions.Multiline)]
    private static partial Regex KernelAttribute();
}
