using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Roslyn;

/// <summary>What a method must look like to be a kernel.</summary>
internal static class KernelShape
{
    public static bool IsValid(IMethodSymbol method) =>
        method is { IsStatic: true, IsGenericMethod: false, ReturnsVoid: true, IsAsync: false, IsExtern: false }
        && method.DeclaredAccessibility != Accessibility.Private
        && method.ContainingType is { IsGenericType: false, ContainingType: null, TypeKind: TypeKind.Class, IsStatic: true };
}
