using System.Globalization;
using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Folds constants, puts the values of locals that are set once in their place where that costs nothing, and removes what has no
/// effect. Floating-point arithmetic is left as written.
/// </summary>
internal sealed class Fold : Rewriter
{
    private readonly Dictionary<string, Expr> _values = [];

    private Fold()
    {
    }

    public static KernelIr Run(KernelIr kernel)
    {
        for (int round = 0; round < 1000; round++)
        {
            KernelIr next = Once(kernel);
            if (ReferenceEquals(next.Body, kernel.Body)) return next;
            kernel = next;
        }
        throw new InvalidOperationException($"[compiler] folding {kernel.Name} does not end. Please report this kernel.");
    }

    /// <summary>Folds one expression on its own.</summary>
    public static Expr Expression(Expr e) => new Fold().Rewrite(e);

    private static KernelIr Once(KernelIr kernel)
    {
        var fold = new Fold();
        foreach (KeyValuePair<string, Expr> v in Walk.SingleValues(kernel.Body)) fold._values.Add(v.Key, v.Value);
        return kernel with { Body = DeadCode.Remove(fold.Body(kernel.Body)) };
    }

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        switch (s)
        {
            case If x:
                Expr condition = Rewrite(x.Condition);
                if (condition is Const c)
                {
                    output.AddRange(Body(c.Text == "true" ? x.Then : x.Else));
                    return;
                }
                IReadOnlyList<Stmt> then = Body(x.Then), otherwise = Body(x.Else);
                if (ReferenceEquals(condition, x.Condition) && ReferenceEquals(then, x.Then) && ReferenceEquals(otherwise, x.Else)
                    && then.Count > 0 && !IsSelect(condition, then, otherwise, output))
                {
                    output.Add(s);
                    return;
                }
                if (then.Count == 0 && otherwise.Count == 0) return;
                if (then.Count == 0) (condition, then, otherwise) = (Not(condition), otherwise, then);
                if (IsSelect(condition, then, otherwise, output))
                {
                    var first = (Let)output[output.Count - 1];
                    Expr whenFalse = otherwise.Count == 0 ? first.Value : ((Set)otherwise[0]).Value;
                    output[output.Count - 1] = new Let(first.Name, Node(new Select(condition, ((Set)then[0]).Value, whenFalse)));
                    return;
                }
                output.Add(new If(condition, then, otherwise));
                return;
            case While x when Rewrite(x.Condition) is Const { Text: "false" }: return;
            default: base.Rewrite(s, output); return;
        }
    }

    protected override Expr Leaf(Expr e) =>
        e is LocalRef x && _values.TryGetValue(x.Name, out Expr? value) && IsFree(value) ? Rewrite(value) : e;

    /// <summary>Whether a value can stand wherever its local did: it never changes and costs nothing.</summary>
    private bool IsFree(Expr value) => value switch
    {
        Const or ParamRef or Special or ViewLength => true,
        LocalRef x => _values.ContainsKey(x.Name),
        Cast { Type: IrType.I64, Value: { Type: IrType.I32 } inner } => IsFree(inner),
        _ => false,
    };

    protected override Expr Node(Expr e) => e switch
    {
        Binary x => Fold2(x),
        Compare x => FoldCompare(x),
        Unary { Op: UnaryOp.Not } x => Not(x.Value, x),
        Unary { Op: UnaryOp.Neg, Value: Const c } when Number(c, out long v) => Result(c.Type, -v),
        Unary { Op: UnaryOp.Neg, Value: Unary { Op: UnaryOp.Neg } y } => y.Value,
        Select { Condition: Const c } x => c.Text == "true" ? x.True : x.False,
        Select x when x.True == x.False => x.True,
        Select { False: Const { Text: "false" } } x => FoldBool(new Binary(BinaryOp.And, x.Condition, x.True)),
        Select { True: Const { Text: "true" } } x => FoldBool(new Binary(BinaryOp.Or, x.Condition, x.False)),
        Cast x when x.Value.Type == x.Type => x.Value,
        Cast { Type: IrType.I64 or IrType.I32 } x when x.Value is Const c && c.Type.IsIndex() && Number(c, out long v)
            && (x.Type == IrType.I64 || v is >= int.MinValue and <= int.MaxValue) => Expr.Int(v, x.Type),
        Cast x when x.Type.IsFloat() && x.Value is Const c && c.IsInt(out _) => new Const(x.Type, c.Text),
        _ => e,
    };

    /// <summary>Whether an if does no more than choose between cheap values of the local declared just before it.</summary>
    private static bool IsSelect(Expr condition, IReadOnlyList<Stmt> then, IReadOnlyList<Stmt> otherwise, List<Stmt> output) =>
        output.Count > 0 && output[output.Count - 1] is Let first && Walk.IsCheap(first.Value) && !Reads(condition, first.Name)
        && Gives(then, first.Name) && (otherwise.Count == 0 || Gives(otherwise, first.Name));

    private static bool Gives(IReadOnlyList<Stmt> side, string local) =>
        side.Count == 1 && side[0] is Set set && set.Name == local && Walk.IsCheap(set.Value) && !Reads(set.Value, local);

    private static bool Reads(Expr e, string local) => Walk.Any(e, o => o is LocalRef r && r.Name == local);

    private static Expr Not(Expr value, Expr? same = null) => value switch
    {
        Const c => Expr.Bool(c.Text != "true"),
        Unary { Op: UnaryOp.Not } u => u.Value,
        Compare { Left.Type: not (IrType.F32 or IrType.F64) } c => c with { Op = Opposite(c.Op) },
        _ => same ?? new Unary(UnaryOp.Not, value),
    };

    private static CompareOp Opposite(CompareOp op) => op switch
    {
        CompareOp.Lt => CompareOp.Ge,
        CompareOp.Le => CompareOp.Gt,
        CompareOp.Gt => CompareOp.Le,
        CompareOp.Ge => CompareOp.Lt,
        CompareOp.Eq => CompareOp.Ne,
        _ => CompareOp.Eq,
    };

    private static Expr Fold2(Binary b)
    {
        if (b.Type == IrType.Bool) return FoldBool(b);
        if (!b.Type.IsIndex()) return b;
        bool hasLeft = Number(b.Left, out long left), hasRight = Number(b.Right, out long right);
        if (hasLeft && hasRight && Compute(b.Op, left, right) is { } value) return Result(b.Type, value);
        switch (b.Op)
        {
            case BinaryOp.Add when hasRight && right == 0: return b.Left;
            case BinaryOp.Add when hasLeft && left == 0: return b.Right;
            case BinaryOp.Add when hasLeft: return Fold2(new Binary(BinaryOp.Add, b.Right, b.Left));
            case BinaryOp.Add when hasRight && b.Left is Binary { Op: BinaryOp.Add } inner && Number(inner.Right, out long c):
                return Fold2(new Binary(BinaryOp.Add, inner.Left, Expr.Int(c + right, b.Type)));
            case BinaryOp.Sub when hasRight: return Fold2(new Binary(BinaryOp.Add, b.Left, Expr.Int(-right, b.Type)));
            case BinaryOp.Mul when hasRight && right == 0 || hasLeft && left == 0: return Expr.Int(0, b.Type);
            case BinaryOp.Mul when hasRight && right == 1: return b.Left;
            case BinaryOp.Mul when hasLeft && left == 1: return b.Right;
            case BinaryOp.Div when hasRight && right == 1: return b.Left;
            default: return b;
        }
    }

    private static Expr FoldBool(Binary b) => (b.Op, b.Left, b.Right) switch
    {
        (BinaryOp.And, Const { Text: "true" }, _) => b.Right,
        (BinaryOp.And, _, Const { Text: "true" }) => b.Left,
        (BinaryOp.And, Const { Text: "false" }, _) or (BinaryOp.And, _, Const { Text: "false" }) => Expr.Bool(false),
        (BinaryOp.Or, Const { Text: "false" }, _) => b.Right,
        (BinaryOp.Or, _, Const { Text: "false" }) => b.Left,
        (BinaryOp.Or, Const { Text: "true" }, _) or (BinaryOp.Or, _, Const { Text: "true" }) => Expr.Bool(true),
        (BinaryOp.Xor, Const l, Const r) => Expr.Bool(l.Text != r.Text),
        _ => b,
    };

    private static Expr FoldCompare(Compare c)
    {
        if (!Number(c.Left, out long left) || !Number(c.Right, out long right)) return c;
        return Expr.Bool(c.Op switch
        {
            CompareOp.Lt => left < right,
            CompareOp.Le => left <= right,
            CompareOp.Gt => left > right,
            CompareOp.Ge => left >= right,
            CompareOp.Eq => left == right,
            _ => left != right,
        });
    }

    private static long? Compute(BinaryOp op, long left, long right) => op switch
    {
        BinaryOp.Add => left + right,
        BinaryOp.Sub => left - right,
        BinaryOp.Mul => left * right,
        BinaryOp.Div when right != 0 => left / right,
        BinaryOp.Rem when right != 0 => left % right,
        BinaryOp.And => left & right,
        BinaryOp.Or => left | right,
        BinaryOp.Xor => left ^ right,
        BinaryOp.Shl when right is >= 0 and < 31 => left << (int)right,
        BinaryOp.Shr when right is >= 0 and < 31 => left >> (int)right,
        BinaryOp.Min => Math.Min(left, right),
        BinaryOp.Max => Math.Max(left, right),
        _ => null,
    };

    private static Const Result(IrType type, long value) => Expr.Int(type == IrType.I32 ? unchecked((int)value) : value, type);

    private static bool Number(Expr e, out long value)
    {
        value = 0;
        return e is Const c && c.Type.IsIndex() && long.TryParse(c.Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }
}
