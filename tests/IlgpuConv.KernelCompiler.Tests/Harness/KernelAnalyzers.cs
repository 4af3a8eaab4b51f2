using System.Collections.Immutable;
using IlgpuConv.KernelCompiler.Roslyn;
using Microsoft.CodeAnalysis.Diagnostics;

namespace IlgpuConv.KernelCompiler.Tests;

/// <summary>The analyzers that the compiler's assembly brings.</summary>
internal static class KernelAnalyzers
{
    public static ImmutableArray<DiagnosticAnalyzer> All { get; } =
    [
        .. typeof(KernelGenerator).Assembly.GetTypes().Where(t => t is { IsAbstract: false } && t.IsAssignableTo(typeof(DiagnosticAnalyzer)))
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];
}
