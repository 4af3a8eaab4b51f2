using IlgpuConv.KernelCompiler.Ir;
using Microsoft.CodeAnalysis;

namespace IlgpuConv.KernelCompiler.Frontend;

/// <summary>Which C# types the kernel language has: asked by the front end, and by the analyzers while typing.</summary>
internal static class KernelTypes
{
    public static IrType? Scalar(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Boolean => IrType.Bool,
        SpecialType.System_Byte => IrType.U8,
        SpecialType.System_Int32 => IrType.I32,
        SpecialType.System_UInt32 => IrType.U32,
        SpecialType.System_Int64 => IrType.I64,
        SpecialType.System_UInt64 => IrType.U64,
        SpecialType.System_Single => IrType.F32,
        SpecialType.System_Double => IrType.F64,
        _ => null,
    };

    /// <summary>The element type of a view, or null.</summary>
    public static ITypeSymbol? ViewElement(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ArrayView" or "ArrayView1D", TypeArguments: { Length: >= 1 } arguments }
        && type.ContainingNamespace.ToDisplayString() is "IlgpuConv.Kernels" or "ILGPU" or "ILGPU.Runtime"
            ? arguments[0]
            : null;

    public static bool IsViewElement(ITypeSymbol type) => Scalar(type) is not (null or IrType.Bool);

    /// <summary>Whether a kernel takes it as a number: not bool, and not byte.</summary>
    public static bool IsScalarArgument(ITypeSymbol type) => Scalar(type) is not (null or IrType.Bool or IrType.U8);

    public static bool IsStruct(ITypeSymbol type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } && ViewElement(type) is null;

    public static bool IsReadonlyStruct(ITypeSymbol type) => type is INamedTypeSymbol { IsReadOnly: true } && IsStruct(type);

    /// <summary>The fields of a struct argument, nested ones too, that are not integers.</summary>
    public static IEnumerable<IFieldSymbol> OtherFields(ITypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(f => !f.IsStatic).SelectMany(f =>
            IsStruct(f.Type) ? OtherFields(f.Type)
            : Scalar(f.Type) is IrType.I32 or IrType.U32 or IrType.I64 or IrType.U64 ? []
            : [f]);

    /// <summary>Whether a kernel may have the parameter; an analyzer says why not.</summary>
    public static bool IsParameter(IParameterSymbol p) => p.RefKind == RefKind.None
        && (ViewElement(p.Type) is { } element ? IsViewElement(element)
            : IsScalarArgument(p.Type) || IsReadonlyStruct(p.Type) && !OtherFields(p.Type).Any());
}
