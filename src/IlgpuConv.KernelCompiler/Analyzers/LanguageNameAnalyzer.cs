using System.Collections.Immutable;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Analyzers;

/// <summary>ICK505: a kernel file does not name the library of the kernel language; global usings decide it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LanguageNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.LanguageName];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxTreeAction(Analyze);
    }

    private static void Analyze(SyntaxTreeAnalysisContext context)
    {
        SyntaxNode root = context.Tree.GetRoot(context.CancellationToken);
        if (!root.DescendantNodes().OfType<MethodDeclarationSyntax>().Any(IsKernel)) return;
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            if (node is not (QualifiedNameSyntax or MemberAccessExpressionSyntax)) continue;
            string name = node.WithoutTrivia().ToString();
            if (name is not ("IlgpuConv.Kernels" or "ILGPU.Runtime" or "ILGPU.Algorithms")) continue;
            context.ReportDiagnostic(Diagnostic.Create(Rules.LanguageName, node.GetLocation(), name));
        }
    }

    private static bool IsKernel(MethodDeclarationSyntax method) =>
        method.AttributeLists.SelectMany(l => l.Attributes).Any(a => a.Name.ToString().Split('.').Last() is "Kernel" or "KernelAttribute");
}
