using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>Scalar expressions in a language; each emitter says how it reads memory and what it knows of its place in the grid.</summary>
internal abstract class ScalarText(Language language)
{
    protected Language Language { get; } = language;

    public string Scalar(Expr e) => e switch
    {
        Const x => Language.Literal(x),
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
        Cast x => Language.Cast(x.Value.Type, x.Type, Nested(x.Value)),
        BitCast x => Language.BitCast(x.Value.Type, x.Type, Scalar(x.Value)),
        Fma x => Language.Fma(x.Type, Scalar(x.Left), Scalar(x.Right), Scalar(x.Addend)),
        MathCall x => Language.Call(x.Type, x.Name, string.Join(", ", x.Operands.Select(Scalar))),
        Load x => ScalarLoad(x),
        _ => throw new InvalidOperationException($"[compiler] no scalar text for {e.GetType().Name}. Please report this kernel."),
    };

    /// <summary>The local that holds a parameter or a field of one.</summary>
    public static string ParameterLocal(string path) => path.Contains('.') ? Bare(path).Replace('.', '_') + "_" : path;

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

    private string ScalarBinary(Binary x) => x.Op is BinaryOp.Min or BinaryOp.Max
        ? Language.MinMax(x.Op, x.Type, Scalar(x.Left), Scalar(x.Right))
        : $"{Nested(x.Left)} {Sign(x.Op, x.Type == IrType.Bool)} {Nested(x.Right)}";
}
