using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Splits indexes that are a uniform base plus a constant times the lane: the local keeps the base, and the lane appears where it is
/// used. A loop that starts at such an index becomes a uniform loop with a guard.
/// </summary>
internal sealed class AffineLanes : Rewriter
{
    private static readonly Special s_lane = new(SpecialKind.Lane);
    private readonly Dictionary<string, long> _factors = [];
    private readonly Dictionary<string, Expr> _values;

    private AffineLanes(KernelIr kernel) => _values = Walk.SingleValues(kernel.Body);

    /// <summary>Runs the pass for groups of <paramref name="lanes"/> lanes.</summary>
    public static KernelIr Run(KernelIr kernel, int lanes)
    {
        kernel = Fold.Run(kernel with { Body = new LaneCount(lanes).Body(kernel.Body) });
        return Fold.Run(kernel with { Body = new AffineLanes(kernel).Body(kernel.Body) });
    }

    /// <summary>The uniform base and the factor of the lane, if the index is affine in the lane with a constant factor.</summary>
    public static (Polynomial Base, long Factor)? Split(Expr index)
    {
        Polynomial p = Polynomial.From(index, _ => null);
        Polynomial varying = p.Where(a => a.Any(x => Walk.Any(x, e => e is Special { Kind: SpecialKind.Lane })));
        List<(long Factor, Expr[] Atoms)> terms = [.. varying.Terms];
        if (terms.Count == 0) return (p, 0);
        return terms.Count == 1 && terms[0].Atoms.Length == 1 && terms[0].Atoms[0] is Special
            ? (p.Plus(varying, -1), terms[0].Factor)
            : null;
    }

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        switch (s)
        {
            case Let x when x.Value.Type.IsIndex() && _values.ContainsKey(x.Name) && Rewrite(x.Value) is var v && HasLane(v) && Split(v) is { Factor: not 0 } split:
                _factors.Add(x.Name, split.Factor);
                output.Add(new Let(x.Name, split.Base.ToExpr(x.Value.Type)));
                return;
            case For { Descending: false } x when Rewrite(x.Start) is var first && HasLane(first) && Split(first) is { Factor: 1 } start && IsUniform(x.Limit) && IsUniform(x.Step):
                _factors.Add(x.Variable, 1);
                Expr limit = Rewrite(x.Limit);
                var guard = new Compare(CompareOp.Lt, With(x.Variable, x.Type, 1), limit);
                output.Add(x with { Start = start.Base.ToExpr(x.Type), Limit = limit, Step = Rewrite(x.Step), Body = [new If(guard, Body(x.Body), [])] });
                return;
            default: base.Rewrite(s, output); return;
        }
    }

    protected override Expr Leaf(Expr e) =>
        e is LocalRef x && _factors.TryGetValue(x.Name, out long factor) ? With(x.Name, x.Type, factor) : e;

    private static bool HasLane(Expr e) => Walk.Any(e, o => o is Special { Kind: SpecialKind.Lane });

    private bool IsUniform(Expr e) => !Walk.Any(Rewrite(e), o => o is Special { Kind: SpecialKind.Lane } or Load);

    private static Expr With(string name, IrType type, long factor)
    {
        Expr lane = type == IrType.I32 ? s_lane : new Cast(type, s_lane);
        if (factor != 1) lane = new Binary(BinaryOp.Mul, lane, Expr.Int(factor, type));
        return new Binary(BinaryOp.Add, new LocalRef(type, name), lane);
    }

    private sealed class LaneCount(int lanes) : Rewriter
    {
        protected override Expr Leaf(Expr e) => e is Special { Kind: SpecialKind.LaneCount } ? Expr.Int(lanes) : e;
    }
}
