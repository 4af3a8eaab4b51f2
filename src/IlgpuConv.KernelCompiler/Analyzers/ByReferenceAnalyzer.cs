using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK502: a kernel takes its parameters by value.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ByReferenceAnalyzer() : KernelMethodAnalyzer(Rules.ByReference)
{
    private protected override IEnumerable<(ISymbol Place, string[] Arguments)> Broken(IMethodSymbol kernel) =>
        kernel.Parameters.Where(p => p.RefKind != RefKind.None).Select(p => ((ISymbol)p, new[] { p.Name, Word(p.RefKind) }));

    private static string Word(RefKind kind) => kind switch
    {
        RefKind.Ref => "ref",
        RefKind.Out => "out",
        RefKind.In => "in",
        _ => "ref readonly",
    };
}
