using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>A diagnostic as a value, so that the generator's steps can be compared: no syntax tree is held.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, string Path, TextSpan Span, LinePositionSpan Lines, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo Create(DiagnosticDescriptor rule, Location location, params string[] arguments) =>
        new(rule, location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span, new(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location.Create(Path, Span, Lines), [.. Arguments]);
}
