using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>A rule on the declaration of every method marked <c>[Kernel]</c>.</summary>
public abstract class KernelMethodAnalyzer : DiagnosticAnalyzer
{
    private readonly DiagnosticDescriptor _rule;

    private protected KernelMethodAnalyzer(DiagnosticDescriptor rule)
    {
        _rule = rule;
        SupportedDiagnostics = [rule];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.Method);
    }

    /// <summary>Where the rule is broken, with the message's arguments.</summary>
    private protected abstract IEnumerable<(ISymbol Place, string[] Arguments)> Broken(IMethodSymbol kernel);

    private void Analyze(SymbolAnalysisContext context)
    {
        var method = (IMethodSymbol)context.Symbol;
        if (!method.GetAttributes().Any(a => a.AttributeClass?.ToDisplayString() == "IlgpuConv.Annotations.KernelAttribute")) return;
        foreach ((ISymbol place, string[] arguments) in Broken(method))
            context.ReportDiagnostic(Diagnostic.Create(_rule, place.Locations[0], [.. arguments]));
    }
}
