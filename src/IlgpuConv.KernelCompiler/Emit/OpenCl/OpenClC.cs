using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.OpenCl;

/// <summary>Scalar values in OpenCL C 1.2.</summary>
internal sealed class OpenClC : Language
{
    public override string Word => "long";

    public override string Type(IrType type) => type switch
    {
        IrType.U8 => "uchar",
        _ => type.CSharp(),
    };

    public override string Literal(Const c) => c.Type switch
    {
        IrType.Bool => c.Text,
        IrType.I32 => c.Text == "-2147483648" ? "INT_MIN" : c.Text,
        IrType.U8 => $"(uchar){c.Text}",
        IrType.U32 => $"{c.Text}u",
        IrType.I64 => c.Text == "-9223372036854775808" ? "LONG_MIN" : $"{c.Text}L",
        IrType.U64 => $"{c.Text}UL",
        _ => Real(c.Text, c.Type == IrType.F32 ? "f" : ""),
    };

    public override string Cast(IrType from, IrType to, string operand) => (from.IsFloat(), to) switch
    {
        (true, IrType.U8) => $"(uchar)convert_int_sat_rtz({operand})",
        (true, IrType.F32 or IrType.F64) or (false, _) => $"({Type(to)}){operand}",
        _ => $"convert_{Type(to)}_sat_rtz({operand})",
    };

    public override string BitCast(IrType from, IrType to, string value) => $"as_{Type(to)}({value})";

    public override string Fma(IrType type, string left, string right, string addend) => $"fma({left}, {right}, {addend})";

    public override string Call(IrType type, string name, string arguments) =>
        name == "Rsqrt" ? $"1 / sqrt({arguments})" : $"{Function(name)}({arguments})";

    public override string MinMax(BinaryOp op, IrType type, string left, string right) =>
        $"{(op == BinaryOp.Min ? "min" : "max")}{(type.IsFloat() ? $"_{Type(type)}" : "")}({left}, {right})";

    /// <summary>The name of a function of <c>XMath</c>.</summary>
    public static string Function(string name) => name switch
    {
        "Abs" => "fabs",
        "Ceiling" => "ceil",
        _ => name.ToLowerInvariant(),
    };

    private static string Real(string text, string suffix) => text switch
    {
        "NaN" => suffix == "f" ? "NAN" : "(double)NAN",
        "Infinity" or "∞" => suffix == "f" ? "INFINITY" : "(double)INFINITY",
        "-Infinity" or "-∞" => suffix == "f" ? "-INFINITY" : "-(double)INFINITY",
        _ => (text.IndexOfAny(['.', 'e', 'E']) < 0 ? text + ".0" : text) + suffix,
    };
}
