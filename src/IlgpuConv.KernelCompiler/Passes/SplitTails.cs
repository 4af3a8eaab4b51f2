using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Splits an if whose condition bounds an affine index, <c>base + lane &lt; n</c>, into a body for groups that lie inside as a whole
/// and a masked one for the tail: the choice is one uniform comparison.
/// </summary>
internal sealed class SplitTails(Names names, int lanes) : Rewriter
{
    public static KernelIr Run(KernelIr kernel, int lanes) =>
        kernel with { Body = new SplitTails(new Names(kernel), lanes).Body(kernel.Body) };

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is If { Else.Count: 0 } x && WholeGroup(x.Condition) is { } whole)
        {
            IReadOnlyList<Stmt> masked = names.Copy(x.Then, "", x.Condition);
            output.Add(new If(whole, Body(x.Then), [new If(x.Condition, masked, [])]));
            return;
        }
        base.Rewrite(s, output);
    }

    /// <summary>The uniform condition under which the given one holds for every lane, or null if it has no such form.</summary>
    private Expr? WholeGroup(Expr condition)
    {
        if (condition is Binary { Op: BinaryOp.And, Type: IrType.Bool } and)
        {
            bool leftVaries = HasLane(and.Left), rightVaries = HasLane(and.Right);
            Expr? left = leftVaries ? WholeGroup(and.Left) : and.Left, right = rightVaries ? WholeGroup(and.Right) : and.Right;
            return (leftVaries || rightVaries) && left is not null && right is not null && !HasLoad(left) && !HasLoad(right)
                ? new Binary(BinaryOp.And, left, right)
                : null;
        }
        if (condition is not Compare c || !c.Left.Type.IsIndex()) return null;
        return c.Op switch
        {
            CompareOp.Lt or CompareOp.Le => Bound(c.Op, c.Left, c.Right),
            CompareOp.Gt => Bound(CompareOp.Lt, c.Right, c.Left),
            CompareOp.Ge => Bound(CompareOp.Le, c.Right, c.Left),
            _ => null,
        };
    }

    private Compare? Bound(CompareOp op, Expr index, Expr bound)
    {
        if (HasLane(bound) || HasLoad(bound) || AffineLanes.Split(index) is not { Factor: > 0 } split) return null;
        Polynomial last = split.Base.Plus(Polynomial.Of(split.Factor * (lanes - 1)), 1);
        return new Compare(op, last.ToExpr(index.Type), bound);
    }

    private static bool HasLane(Expr e) => Walk.Any(e, o => o is Special { Kind: SpecialKind.Lane });

    private static bool HasLoad(Expr e) => Walk.Any(e, o => o is Load);
}
