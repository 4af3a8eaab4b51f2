using System.Collections.Immutable;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK504: arguments of the kernel language have no names.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NamedArgumentAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.NamedArgument];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        INamedTypeSymbol owner = call.TargetMethod.ContainingType;
        // PlainRun is ours alone: no kernel calls it.
        if (owner.Name == "PlainRun" || owner.ContainingNamespace?.ToDisplayString() != "IlgpuConv.Kernels") return;
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (argument.Syntax is not ArgumentSyntax { NameColon: { } name }) continue;
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.NamedArgument, name.GetLocation(), name.Name.ToString(), $"{owner.Name}.{call.TargetMethod.Name}"));
        }
    }
}
