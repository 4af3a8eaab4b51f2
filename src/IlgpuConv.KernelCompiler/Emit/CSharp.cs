using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Scalar values in C#, with the functions of the framework.</summary>
internal class CSharp : Language
{
    public override string Word => "nint";

    public override string Type(IrType type) => type.CSharp();

    public override string Literal(Const c) => c.Type switch
    {
        IrType.Bool or IrType.I32 => c.Text == "-2147483648" ? "int.MinValue" : c.Text,
        IrType.U8 => $"(byte){c.Text}",
        IrType.U32 => $"{c.Text}u",
        IrType.I64 => c.Text == "-9223372036854775808" ? "long.MinValue" : $"{c.Text}L",
        IrType.U64 => $"{c.Text}ul",
        _ => Real(c.Text, c.Type.CSharp(), c.Type == IrType.F32 ? "f" : "d"),
    };

    public override string Cast(IrType from, IrType to, string operand) => $"({to.CSharp()}){operand}";

    public override string BitCast(IrType from, IrType to, string value) =>
        $"System.Runtime.CompilerServices.Unsafe.BitCast<{from.CSharp()}, {to.CSharp()}>({value})";

    public override string Fma(IrType type, string left, string right, string addend) => $"{Library(type)}.FusedMultiplyAdd({left}, {right}, {addend})";

    public override string Call(IrType type, string name, string arguments) =>
        name == "Rsqrt" ? $"1 / {Library(type)}.Sqrt({arguments})" : $"{Library(type)}.{name}({arguments})";

    public override string MinMax(BinaryOp op, IrType type, string left, string right) => $"System.Math.{op}({left}, {right})";

    private static string Library(IrType type) => type == IrType.F32 ? "System.MathF" : "System.Math";

    private static string Real(string text, string type, string suffix) => text switch
    {
        "NaN" => $"{type}.NaN",
        "Infinity" or "∞" => $"{type}.PositiveInfinity",
        "-Infinity" or "-∞" => $"{type}.NegativeInfinity",
        _ => text + suffix,
    };
}
