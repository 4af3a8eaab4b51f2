using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK101: a kernel is a static void method of a non-generic static class.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class KernelShapeAnalyzer() : KernelMethodAnalyzer(Rules.KernelShape)
{
    private protected override IEnumerable<(ISymbol Place, string[] Arguments)> Broken(IMethodSymbol kernel) =>
        KernelShape.IsValid(kernel) ? [] : [(kernel, [kernel.Name])];
}
