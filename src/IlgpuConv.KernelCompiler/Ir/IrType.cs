namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>The type of a value; a vector's type is its element's.</summary>
internal enum IrType
{
    Bool,
    U8,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

/// <summary>What the emitters ask of a type.</summary>
internal static class IrTypes
{
    public static bool IsFloat(this IrType type) => type is IrType.F32 or IrType.F64;

    public static bool IsInteger(this IrType type) => type is not (IrType.F32 or IrType.F64 or IrType.Bool);

    /// <summary>Whether affine address arithmetic applies: signed and as wide as an index.</summary>
    public static bool IsIndex(this IrType type) => type is IrType.I32 or IrType.I64;

    public static int Bytes(this IrType type) => type switch
    {
        IrType.U8 or IrType.Bool => 1,
        IrType.I32 or IrType.U32 or IrType.F32 => 4,
        _ => 8,
    };

    public static string CSharp(this IrType type) => type switch
    {
        IrType.Bool => "bool",
        IrType.U8 => "byte",
        IrType.I32 => "int",
        IrType.U32 => "uint",
        IrType.I64 => "long",
        IrType.U64 => "ulong",
        IrType.F32 => "float",
        _ => "double",
    };

    /// <summary>The name of the runtime's <c>ElementType</c> member.</summary>
    public static string Element(this IrType type) => type switch
    {
        IrType.U8 => "UInt8",
        IrType.I32 => "Int32",
        IrType.U32 => "UInt32",
        IrType.I64 => "Int64",
        IrType.U64 => "UInt64",
        IrType.F32 => "Float32",
        _ => "Float64",
    };
}
