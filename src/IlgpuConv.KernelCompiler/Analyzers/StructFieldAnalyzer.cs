using IlgpuConv.KernelCompiler.Frontend;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK103: a struct argument holds integers only.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StructFieldAnalyzer() : KernelMethodAnalyzer(Rules.StructField)
{
    private protected override IEnumerable<(ISymbol Place, string[] Arguments)> Broken(IMethodSymbol kernel) =>
        kernel.Parameters.Where(p => KernelTypes.IsReadonlyStruct(p.Type)).SelectMany(p => KernelTypes.OtherFields(p.Type).Select(
            f => ((ISymbol)p, new[] { f.AssociatedSymbol?.Name ?? f.Name, f.ContainingType.Name, f.Type.ToDisplayString() })));
}
