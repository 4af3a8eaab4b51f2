using System.Globalization;

namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>
/// An expression tree: immutable, without side effects, compared by value. Only <see cref="Load"/> depends on when it is evaluated.
/// </summary>
internal abstract record Expr(IrType Type)
{
    /// <summary>The operands in order.</summary>
    public virtual IReadOnlyList<Expr> Operands => [];

    /// <summary>The same operation on other operands.</summary>
    public virtual Expr With(IReadOnlyList<Expr> operands) => this;

    public static Const Int(long value, IrType type = IrType.I32) => new(type, value.ToString(CultureInfo.InvariantCulture));

    public static Const Bool(bool value) => new(IrType.Bool, value ? "true" : "false");
}

/// <summary>A constant. Floating-point constants keep their decimal text, so that a double twin reads it anew.</summary>
internal sealed record Const(IrType Type, string Text) : Expr(Type)
{
    public bool IsInt(out long value)
    {
        value = 0;
        return Type.IsInteger() && long.TryParse(Text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value);
    }
}

internal sealed record LocalRef(IrType Type, string Name) : Expr(Type);

/// <summary>A scalar parameter, or a field of a struct parameter: <c>shape.Width</c>.</summary>
internal sealed record ParamRef(IrType Type, string Path) : Expr(Type);

internal sealed record ViewLength(string View) : Expr(IrType.I64);

internal enum SpecialKind
{
    GridX,
    GridY,
    GridZ,
    GridDimX,
    GridDimY,
    GridDimZ,
    Lane,
    LaneCount,
}

internal sealed record Special(SpecialKind Kind) : Expr(IrType.I32);

internal enum UnaryOp
{
    Neg,
    Not,
    BitNot,
}

internal sealed record Unary(UnaryOp Op, Expr Value) : Expr(Value.Type)
{
    public override IReadOnlyList<Expr> Operands => [Value];

    public override Expr With(IReadOnlyList<Expr> operands) => new Unary(Op, operands[0]);
}

internal enum BinaryOp
{
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Min,
    Max,
}

internal sealed record Binary(BinaryOp Op, Expr Left, Expr Right) : Expr(Left.Type)
{
    public override IReadOnlyList<Expr> Operands => [Left, Right];

    public override Expr With(IReadOnlyList<Expr> operands) => new Binary(Op, operands[0], operands[1]);
}

internal enum CompareOp
{
    Lt,
    Le,
    Gt,
    Ge,
    Eq,
    Ne,
}

internal sealed record Compare(CompareOp Op, Expr Left, Expr Right) : Expr(IrType.Bool)
{
    public override IReadOnlyList<Expr> Operands => [Left, Right];

    public override Expr With(IReadOnlyList<Expr> operands) => new Compare(Op, operands[0], operands[1]);
}

/// <summary>Both values are evaluated; so neither may load or divide.</summary>
internal sealed record Select(Expr Condition, Expr True, Expr False) : Expr(True.Type)
{
    public override IReadOnlyList<Expr> Operands => [Condition, True, False];

    public override Expr With(IReadOnlyList<Expr> operands) => new Select(operands[0], operands[1], operands[2]);
}

internal sealed record Cast(IrType Type, Expr Value) : Expr(Type)
{
    public override IReadOnlyList<Expr> Operands => [Value];

    public override Expr With(IReadOnlyList<Expr> operands) => new Cast(Type, operands[0]);
}

internal sealed record BitCast(IrType Type, Expr Value) : Expr(Type)
{
    public override IReadOnlyList<Expr> Operands => [Value];

    public override Expr With(IReadOnlyList<Expr> operands) => new BitCast(Type, operands[0]);
}

/// <summary>One rounding: <c>Left * Right + Addend</c>.</summary>
internal sealed record Fma(Expr Left, Expr Right, Expr Addend) : Expr(Left.Type)
{
    public override IReadOnlyList<Expr> Operands => [Left, Right, Addend];

    public override Expr With(IReadOnlyList<Expr> operands) => new Fma(operands[0], operands[1], operands[2]);
}

/// <summary>A mathematical function by its name in <c>XMath</c>.</summary>
internal sealed record MathCall(string Name, Expr First, Expr? Second = null) : Expr(First.Type)
{
    public override IReadOnlyList<Expr> Operands => Second is null ? [First] : [First, Second];

    public override Expr With(IReadOnlyList<Expr> operands) => new MathCall(Name, operands[0], operands.Count > 1 ? operands[1] : null);
}

/// <summary>Reads an element of a view, an array or through a pointer.</summary>
internal sealed record Load(IrType Type, string Memory, Expr Index) : Expr(Type)
{
    public override IReadOnlyList<Expr> Operands => [Index];

    public override Expr With(IReadOnlyList<Expr> operands) => new Load(Type, Memory, operands[0]);
}
