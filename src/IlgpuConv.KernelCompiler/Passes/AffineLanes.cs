using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Splits indexes that are a uniform base plus a function of the lane: the local keeps the base, and the lane appears where it is used.
/// A loop that starts at a base plus the lane becomes a uniform loop with a guard.
/// </summary>
internal sealed class AffineLanes : Rewriter
{
    private static readonly Special s_lane = new(SpecialKind.Lane);
    private readonly Dictionary<string, Polynomial> _varying = [];
    private readonly Dictionary<string, Expr> _bases = [];
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
            case Let x when x.Value.Type.IsIndex() && _values.ContainsKey(x.Name) && Rewrite(x.Value) is var v && LanePattern.Split(v) is { } split:
                _varying.Add(x.Name, split.Varying);
                _bases.Add(x.Name, split.Base.ToExpr(x.Value.Type));
                output.Add(new Let(x.Name, _bases[x.Name]));
                return;
            case For { Descending: false } x when Rewrite(x.Start) is var first && LanePattern.HasLane(first) && Split(first) is { Factor: 1 } start && IsUniform(x.Limit) && IsUniform(x.Step):
                _varying.Add(x.Variable, Polynomial.Of(1, s_lane));
                Expr limit = Rewrite(x.Limit);
                var guard = new Compare(CompareOp.Lt, With(x.Variable, x.Type), limit);
                output.Add(x with { Start = start.Base.ToExpr(x.Type), Limit = limit, Step = Rewrite(x.Step), Body = [new If(guard, Body(x.Body), [])] });
                return;
            default: base.Rewrite(s, output); return;
        }
    }

    protected override Expr Leaf(Expr e) => e is LocalRef x && _varying.ContainsKey(x.Name) ? With(x.Name, x.Type) : e;

    /// <summary>Divides a base and the lane apart where the base is a multiple of the divisor: <c>(16 g + lane) / 4 = 4 g + lane / 4</c>.</summary>
    protected override Expr Node(Expr e)
    {
        if (e is not Binary { Op: BinaryOp.Div or BinaryOp.Rem, Right: Const c } x || !x.Type.IsIndex() || !c.IsInt(out long divisor) || divisor < 2) return e;
        if (Split(x.Left) is not { Factor: > 0 } split) return e;
        Polynomial known = Polynomial.From(split.Base.ToExpr(x.Type), name => _bases.TryGetValue(name, out Expr? b) ? b : null);
        // What is no multiple, or may be negative, divides otherwise.
        if (known.Terms.Any(t => t.Factor < 0 || t.Factor % divisor != 0 || t.Atoms.Any(a => a is not Special))) return e;
        Expr lane = new Binary(x.Op, Polynomial.Of(split.Factor, s_lane).ToExpr(x.Type), c);
        if (x.Op == BinaryOp.Rem || !known.Terms.Any()) return lane;
        Polynomial quotient = Polynomial.Of(0);
        foreach ((long factor, Expr[] atoms) in known.Terms) quotient = quotient.Plus(Polynomial.Of(factor / divisor, atoms), 1);
        return new Binary(BinaryOp.Add, quotient.ToExpr(x.Type), lane);
    }

    private bool IsUniform(Expr e) => !Walk.Any(Rewrite(e), o => o is Special { Kind: SpecialKind.Lane } or Load);

    private Expr With(string name, IrType type) => new Binary(BinaryOp.Add, new LocalRef(type, name), _varying[name].ToExpr(type));

    private sealed class LaneCount(int lanes) : Rewriter
    {
        protected override Expr Leaf(Expr e) => e is Special { Kind: SpecialKind.LaneCount } ? Expr.Int(lanes) : e;
    }
}
