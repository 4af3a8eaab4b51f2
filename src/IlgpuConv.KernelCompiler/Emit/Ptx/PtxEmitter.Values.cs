using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>Expressions. A value that a register holds already is not computed again.</content>
internal sealed partial class PtxEmitter
{
    /// <summary>A constant operand; a predicate has none.</summary>
    private static string? Constant(Expr e) => e is Const { Type: not IrType.Bool } c ? PtxTypes.Literal(c) : null;

    /// <summary>The operand that holds a value: a register or a constant.</summary>
    /// <param name="e">What to compute.</param>
    /// <param name="into">The register that it goes to, or null for any.</param>
    private string Value(Expr e, string? into = null)
    {
        string? here = Constant(e) ?? e switch
        {
            LocalRef x => x.Name[0] == '%' ? x.Name : _locals[x.Name],
            ParamRef x => _parameters[x.Path],
            _ => _known.Find(e) ?? LoadVector(e),
        };
        if (here is null)
        {
            string value = Compute(e, into);
            if (into is null) _known.Add(e, value);
            return value;
        }
        if (into is null) return here;
        _w.Do($"mov.{e.Type.Bits()}", into, here);
        return into;
    }

    /// <summary>The same, where an instruction takes no constant.</summary>
    private string InRegister(Expr e)
    {
        string value = Value(e);
        if (value[0] == '%') return value;
        string register = _w.Register(e.Type);
        _w.Do($"mov.{(e.Type.IsFloat() ? e.Type.Arithmetic() : e.Type.Bits())}", register, value);
        return register;
    }

    private string Compute(Expr e, string? into)
    {
        switch (e)
        {
            case Load x: return Load(x, into);
            case Cast x: return Cast(x, into);
            case MathCall x: return Function(x, into);
            case Const x: return Do("mov.pred", IrType.Bool, into, PtxTypes.Literal(x));
            case Unary { Op: UnaryOp.Neg } x: return Do($"neg.{(x.Type.IsInteger() ? Signed(x.Type) : x.Type.Arithmetic())}", x.Type, into, Value(x.Value));
            case Unary x: return Do($"not.{x.Type.Bits()}", x.Type, into, Value(x.Value));
            case Binary x: return Binary(x, into);
            case Compare x: return Compare(x, into);
            case Select x: return Select(x, into);
            case Fma x: return Do($"fma.rn.{x.Type.Arithmetic()}", x.Type, into, Value(x.Left), Value(x.Right), Value(x.Addend));
            case BitCast x: return Do($"mov.{x.Type.Bits()}", x.Type, into, InRegister(x.Value));
            default: throw new InvalidOperationException($"[compiler] no PTX for {e.GetType().Name}. Please report this kernel.");
        }
    }

    private string Do(string instruction, IrType type, string? into, params string[] operands)
    {
        string result = into ?? _w.Register(type);
        _w.Do(instruction, [result, .. operands]);
        return result;
    }

    private string Binary(Binary x, string? into)
    {
        (IrType type, string t) = (x.Type, x.Type.Arithmetic());
        if (type == IrType.Bool) return Do($"{Word(x.Op)}.pred", type, into, InRegister(x.Left), InRegister(x.Right));
        if (type.IsFloat()) return x.Op is BinaryOp.Min or BinaryOp.Max ? Extreme(x, into) : Do($"{Word(x.Op)}.rn.{t}", type, into, Value(x.Left), Value(x.Right));
        switch (x.Op)
        {
            case BinaryOp.Add when type == IrType.I32 && x.Left is Binary { Op: BinaryOp.Mul } product && _known.Find(product) is null:
                return Do("mad.lo.s32", type, into, Value(product.Left), Value(product.Right), Value(x.Right));
            case BinaryOp.Mul when type == IrType.I64 && Narrow(x.Left) is { } left && Narrow(x.Right) is { } right:
                return Do("mul.wide.s32", type, into, InRegister(left), Value(right));
            case BinaryOp.Mul: return Do($"mul.lo.{t}", type, into, Value(x.Left), Value(x.Right));
            case BinaryOp.Shl or BinaryOp.Shr:
                // PTX shifts everything out where C# takes the count modulo the width.
                Expr by = x.Right is Const ? x.Right : new Binary(BinaryOp.And, x.Right, Expr.Int(type.Bytes() * 8 - 1));
                return Do(x.Op == BinaryOp.Shl ? $"shl.{type.Bits()}" : $"shr.{t}", type, into, Value(x.Left), Value(by));
            case BinaryOp.And or BinaryOp.Or or BinaryOp.Xor: return Do($"{Word(x.Op)}.{type.Bits()}", type, into, Value(x.Left), Value(x.Right));
            default: return Do($"{Word(x.Op)}.{t}", type, into, Value(x.Left), Value(x.Right));
        }
    }

    /// <summary>The 32-bit number behind a 64-bit one, if it is one.</summary>
    private static Expr? Narrow(Expr e) => e switch
    {
        Cast { Value.Type: IrType.I32 } x => x.Value,
        Const c when c.IsInt(out long n) && n is >= int.MinValue and <= int.MaxValue => Expr.Int(n),
        _ => null,
    };

    /// <summary>Minimum or maximum of floating-point numbers; a NaN is passed on, which <c>min</c> of <c>sm_70</c> does not.</summary>
    private string Extreme(Binary x, string? into)
    {
        (string t, string sign) = (x.Type.Arithmetic(), x.Op == BinaryOp.Min ? "lt" : "gt");
        (Expr left, Expr right) = x.Left is Const ? (x.Right, x.Left) : (x.Left, x.Right);
        string a = InRegister(left), b = Value(right), takes = _w.Register(IrType.Bool);
        if (right is Const { Text: not "NaN" })
        {
            _w.Do($"setp.{(sign == "lt" ? "gt" : "lt")}.{t}", takes, a, b);
            return Do($"selp.{t}", x.Type, into, b, a, takes);
        }
        string isNaN = _w.Register(IrType.Bool);
        _w.Do($"setp.nan.{t}", isNaN, a, a);
        _w.Do($"setp.{sign}.or.{t}", takes, a, b, isNaN);
        return Do($"selp.{t}", x.Type, into, a, b, takes);
    }

    private string Compare(Compare x, string? into)
    {
        if (x.Left.Type == IrType.Bool)
        {
            string differ = Do("xor.pred", IrType.Bool, x.Op == CompareOp.Ne ? into : null, InRegister(x.Left), InRegister(x.Right));
            return x.Op == CompareOp.Ne ? differ : Do("not.pred", IrType.Bool, into, differ);
        }
        string op = x.Op.ToString().ToLowerInvariant();
        if (x.Op == CompareOp.Ne && x.Left.Type.IsFloat()) op = "neu";
        return Do($"setp.{op}.{x.Left.Type.Arithmetic()}", IrType.Bool, into, InRegister(x.Left), Value(x.Right));
    }

    private string Select(Select x, string? into)
    {
        string condition = InRegister(x.Condition);
        if (x.Type != IrType.Bool)
            return Do($"selp.{(x.Type.IsFloat() ? x.Type.Arithmetic() : x.Type.Bits())}", x.Type, into, Value(x.True), Value(x.False), condition);
        string yes = Do("and.pred", IrType.Bool, null, condition, InRegister(x.True)), otherwise = Do("not.pred", IrType.Bool, null, condition);
        string no = Do("and.pred", IrType.Bool, null, otherwise, InRegister(x.False));
        return Do("or.pred", IrType.Bool, into, yes, no);
    }

    private string Cast(Cast x, string? into)
    {
        (IrType from, IrType to) = (x.Value.Type, x.Type);
        string value = InRegister(x.Value);
        if (to == IrType.U8) return Do("and.b32", to, into, from.IsFloat() || from.Bytes() == 8 ? Value(new Cast(IrType.I32, x.Value)) : value, "255");
        if (from.IsInteger() && to.IsInteger() && from.Bytes() == 8 == (to.Bytes() == 8)) return into is null ? value : Do($"mov.{to.Bits()}", to, into, value);
        string rounding = (from.IsFloat(), to.IsFloat()) switch
        {
            (true, false) => "rzi.",
            (false, true) => "rn.",
            (true, true) when to == IrType.F32 => "rn.",
            _ => "",
        };
        // What widens takes its sign from where it comes from.
        string type = from.IsInteger() && to.IsInteger() ? to.Bytes() == 8 ? from == IrType.I32 ? "s64" : "u64" : "u32" : to.Arithmetic();
        string source = from.IsInteger() && to.IsInteger() && to.Bytes() < 8 ? "u64" : from.Arithmetic();
        return Do($"cvt.{rounding}{type}.{source}", to, into, value);
    }

    private static string Signed(IrType type) => type.Bytes() == 8 ? "s64" : "s32";

    private static string Word(BinaryOp op) => op.ToString().ToLowerInvariant();
}
