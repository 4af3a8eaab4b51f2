using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Indexes that are a uniform base plus a function of the lane alone, such as <c>base + lane / 4 * 4 + 1</c>: what each lane adds is known
/// when the kernel is compiled.
/// </summary>
internal static class LanePattern
{
    /// <summary>The uniform base and what the lanes add to it, or null where something else varies; null too where nothing does.</summary>
    public static (Polynomial Base, Polynomial Varying)? Split(Expr index)
    {
        Polynomial p = Polynomial.From(index, _ => null);
        Polynomial varying = p.Where(atoms => atoms.Any(HasLane));
        return varying.Terms.Any() && varying.Terms.All(t => t.Atoms.All(a => Evaluate(a, 0) is not null)) ? (p.Plus(varying, -1), varying) : null;
    }

    /// <summary>
    /// The base and the offset of each of <paramref name="lanes"/> lanes, none negative. A constant is part of the offsets where they stay
    /// below the number of lanes, so that neighbours share a base.
    /// </summary>
    public static (Polynomial Base, long[] Offsets)? Of(Expr index, int lanes)
    {
        if (Split(index) is not { } split) return null;
        Polynomial constant = Polynomial.Of(split.Base.Constant);
        long[] offsets = [.. Enumerable.Range(0, lanes).Select(lane => split.Varying.Terms.Sum(t => t.Atoms.Aggregate(t.Factor, (product, a) => product * Evaluate(a, lane)!.Value)))];
        bool near = offsets.All(o => o + split.Base.Constant >= 0 && o + split.Base.Constant < lanes);
        long shift = near ? split.Base.Constant : -offsets.Min();
        Polynomial rest = near ? split.Base.Plus(constant, -1) : split.Base.Plus(Polynomial.Of(shift), -1);
        return (rest, [.. offsets.Select(o => o + shift)]);
    }

    /// <summary>The values of an expression of the lane and constants alone, or null of any other.</summary>
    public static long[]? Constants(Expr e, int lanes) =>
        HasLane(e) && Evaluate(e, 0) is not null ? [.. Enumerable.Range(0, lanes).Select(lane => Evaluate(e, lane)!.Value)] : null;

    public static bool HasLane(Expr e) => Walk.Any(e, o => o is Special { Kind: SpecialKind.Lane });

    /// <summary>The value of an expression of the lane and constants, or null of any other.</summary>
    private static long? Evaluate(Expr e, int lane)
    {
        switch (e)
        {
            case Special { Kind: SpecialKind.Lane }: return lane;
            case Const c when c.IsInt(out long n): return n;
            case Cast { Type: IrType.I32 or IrType.I64, Value.Type: IrType.I32 or IrType.I64 } x: return Evaluate(x.Value, lane);
            case Binary x when x.Type.IsIndex() && Evaluate(x.Left, lane) is { } a && Evaluate(x.Right, lane) is { } b:
                return x.Op switch
                {
                    BinaryOp.Add => a + b,
                    BinaryOp.Sub => a - b,
                    BinaryOp.Mul => a * b,
                    BinaryOp.Div when b != 0 => a / b,
                    BinaryOp.Rem when b != 0 => a % b,
                    _ => null,
                };
            default: return null;
        }
    }
}
