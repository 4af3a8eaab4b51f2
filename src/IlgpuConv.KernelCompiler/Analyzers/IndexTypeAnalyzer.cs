using System.Collections.Immutable;
using IlgpuConv.KernelCompiler.Frontend;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK503: the index of a view is an int or a long.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class IndexTypeAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.IndexType];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Analyze, OperationKind.PropertyReference);
    }

    private static void Analyze(OperationAnalysisContext context)
    {
        var reference = (IPropertyReferenceOperation)context.Operation;
        if (!reference.Property.IsIndexer || KernelTypes.ViewElement(reference.Property.ContainingType) is null) return;
        if (reference.Arguments[0].Value is not IConversionOperation { IsImplicit: true, Operand: { Type: { } type } index }) return;
        if (type.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 || index.ConstantValue.HasValue) return;
        context.ReportDiagnostic(Diagnostic.Create(Rules.IndexType, index.Syntax.GetLocation(), index.Syntax.ToString(), type.ToDisplayString()));
    }
}
