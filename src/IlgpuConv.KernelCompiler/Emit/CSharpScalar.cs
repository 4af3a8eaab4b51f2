using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Scalar C# for expressions; each emitter says how it reads memory and what it knows of its place in the grid.</summary>
internal abstract class CSharpScalar
{
    public string Scalar(Expr e) => e switch
    {
        Const x => Literal(x),
        LocalRef x => x.Name,
        ParamRef x => ParameterLocal(x.Path),
        ViewLength x => $"{Bare(x.View)}_length",
        Special x => Special(x.Kind),
        Unary { Op: UnaryOp.Neg } x => $"-{Nested(x.Value)}",
        Unary { Op: UnaryOp.Not } x => $"!{Nested(x.Value)}",
        Unary x => $"~{Nested(x.Value)}",
        Binary x => ScalarBinary(x),
        Compare x => $"{Nested(x.Left)} {Sign(x.Op)} {Nested(x.Right)}",
        Select x => $"{Nested(x.Condition)} ? {Nested(x.True)} : {Nested(x.False)}",
        Cast { Type: IrType.U8 } x => $"(byte){Nested(x.Value)}",
        Cast x => $"({x.Type.CSharp()}){Nested(x.Value)}",
        BitCast x => $"System.Runtime.CompilerServices.Unsafe.BitCast<{x.Value.Type.CSharp()}, {x.Type.CSharp()}>({Scalar(x.Value)})",
        Fma x => $"{Library(x.Type)}.FusedMultiplyAdd({Scalar(x.Left)}, {Scalar(x.Right)}, {Scalar(x.Addend)})",
        MathCall { Name: "Rsqrt" } x => $"1 / {Library(x.Type)}.Sqrt({Scalar(x.First)})",
        MathCall x => $"{Library(x.Type)}.{x.Name}({string.Join(", ", x.Operands.Select(Scalar))})",
        Load x => ScalarLoad(x),
        _ => throw new InvalidOperationException($"[compiler] no scalar C# for {e.GetType().Name}. Please report this kernel."),
    };

    /// <summary>The local that holds a parameter or a field of one.</summary>
    public static string ParameterLocal(string path) => path.Contains('.') ? Bare(path).Replace('.', '_') + "_" : path;

    public static string Literal(Const c) => c.Type switch
    {
        IrType.Bool or IrType.I32 => c.Text == "-2147483648" ? "int.MinValue" : c.Text,
        IrType.U8 => $"(byte){c.Text}",
        IrType.U32 => $"{c.Text}u",
        IrType.I64 => c.Text == "-9223372036854775808" ? "long.MinValue" : $"{c.Text}L",
        IrType.U64 => $"{c.Text}ul",
        _ => Real(c.Text, c.Type == IrType.F32 ? "float" : "double", c.Type == IrType.F32 ? "f" : "d"),
    };

    protected abstract string ScalarLoad(Load x);

    protected abstract string Special(SpecialKind kind);

    protected static string Bare(string name) => name.TrimStart('@');

    /// <summary>The expression, in parentheses unless it needs none.</summary>
    protected string Nested(Expr e) =>
        e is Const c && c.Text[0] != '-' || e is LocalRef or ParamRef or ViewLength or Ir.Special or Fma or Load
            || e is MathCall { Name: not "Rsqrt" } || e is Binary { Op: BinaryOp.Min or BinaryOp.Max } || e is BitCast
            ? Scalar(e)
            : $"({Scalar(e)})";

    protected static string Sign(CompareOp op) => op switch
    {
        CompareOp.Lt => "<",
        CompareOp.Le => "<=",
        CompareOp.Gt => ">",
        CompareOp.Ge => ">=",
        CompareOp.Eq => "==",
        _ => "!=",
    };

    protected static string Sign(BinaryOp op, bool boolean) => op switch
    {
        BinaryOp.Add => "+",
        BinaryOp.Sub => "-",
        BinaryOp.Mul => "*",
        BinaryOp.Div => "/",
        BinaryOp.Rem => "%",
        BinaryOp.And => boolean ? "&&" : "&",
        BinaryOp.Or => boolean ? "||" : "|",
        BinaryOp.Xor => "^",
        BinaryOp.Shl => "<<",
        _ => ">>",
    };

    private static string Library(IrType type) => type == IrType.F32 ? "System.MathF" : "System.Math";

    private static string Real(string text, string type, string suffix) => text switch
    {
        "NaN" => $"{type}.NaN",
        "Infinity" or "∞" => $"{type}.PositiveInfinity",
        "-Infinity" or "-∞" => $"{type}.NegativeInfinity",
        _ => text + suffix,
    };

    private string ScalarBinary(Binary x) => x.Op is BinaryOp.Min or BinaryOp.Max
        ? $"System.Math.{x.Op}({Scalar(x.Left)}, {Scalar(x.Right)})"
        : $"{Nested(x.Left)} {Sign(x.Op, x.Type == IrType.Bool)} {Nested(x.Right)}";
}
