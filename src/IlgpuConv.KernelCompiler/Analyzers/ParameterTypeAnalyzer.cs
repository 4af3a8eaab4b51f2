using IlgpuConv.KernelCompiler.Frontend;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK102: a kernel parameter has a type of the kernel language.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ParameterTypeAnalyzer() : KernelMethodAnalyzer(Rules.ParameterType)
{
    private protected override IEnumerable<(ISymbol Place, string[] Arguments)> Broken(IMethodSymbol kernel) =>
        kernel.Parameters.Where(p => !IsKnown(p.Type)).Select(p => ((ISymbol)p, new[] { p.Name, p.Type.ToDisplayString() }));

    private static bool IsKnown(ITypeSymbol type) => type is IErrorTypeSymbol
        || (KernelTypes.ViewElement(type) is { } element ? element is IErrorTypeSymbol || KernelTypes.IsViewElement(element)
            : KernelTypes.IsScalarArgument(type) || KernelTypes.IsReadonlyStruct(type));
}
