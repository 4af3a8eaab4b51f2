using System.Globalization;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>How PTX names types and writes constants. A byte lives in a 32-bit register, zero-extended.</summary>
internal static class PtxTypes
{
    /// <summary>The type of an arithmetic instruction.</summary>
    public static string Arithmetic(this IrType type) => type switch
    {
        IrType.Bool => "pred",
        IrType.I32 => "s32",
        IrType.U8 or IrType.U32 => "u32",
        IrType.I64 => "s64",
        IrType.U64 => "u64",
        IrType.F32 => "f32",
        _ => "f64",
    };

    /// <summary>The type of an element in memory; a bool takes a byte there.</summary>
    public static string Memory(this IrType type) => type switch
    {
        IrType.Bool or IrType.U8 => "u8",
        IrType.I32 or IrType.U32 => "u32",
        IrType.I64 or IrType.U64 => "u64",
        IrType.F32 => "f32",
        _ => "f64",
    };

    /// <summary>The type where only the bits matter.</summary>
    public static string Bits(this IrType type) => type == IrType.Bool ? "pred" : type.Bytes() == 8 ? "b64" : "b32";

    /// <summary>The letters of the type's registers.</summary>
    public static string Register(this IrType type) => type switch
    {
        IrType.Bool => "p",
        IrType.F32 => "f",
        IrType.F64 => "fd",
        _ => type.Bytes() == 8 ? "rd" : "r",
    };

    /// <summary>A constant as an operand: floating-point numbers by their bits, so that nothing is rounded twice.</summary>
    public static string Literal(Const c) => c.Type switch
    {
        IrType.Bool => c.Text == "true" ? "1" : "0",
        IrType.F32 => $"0f{SingleBits(c.Text):X8}",
        IrType.F64 => $"0d{BitConverter.DoubleToInt64Bits(Number(c.Text)):X16}",
        IrType.U64 when ulong.TryParse(c.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out ulong n) && n > long.MaxValue => $"0x{n:X}U",
        _ => c.Text,
    };

    private static int SingleBits(string text) => BitConverter.ToInt32(BitConverter.GetBytes(text switch
    {
        "NaN" => float.NaN,
        "Infinity" or "∞" => float.PositiveInfinity,
        "-Infinity" or "-∞" => float.NegativeInfinity,
        _ => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    }), 0);

    private static double Number(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" or "∞" => double.PositiveInfinity,
        "-Infinity" or "-∞" => double.NegativeInfinity,
        _ => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
    };
}
