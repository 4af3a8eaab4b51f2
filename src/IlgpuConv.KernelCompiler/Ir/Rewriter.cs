namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>Rebuilds statements and expressions bottom-up; a pass overrides what it changes.</summary>
internal abstract class Rewriter
{
    public virtual IReadOnlyList<Stmt> Body(IReadOnlyList<Stmt> body)
    {
        var result = new List<Stmt>(body.Count);
        foreach (Stmt s in body) Rewrite(s, result);
        return result;
    }

    /// <summary>Appends what <paramref name="s"/> becomes: nothing, itself, or several statements.</summary>
    protected virtual void Rewrite(Stmt s, List<Stmt> output) => output.Add(s switch
    {
        Let x => new Let(x.Name, Rewrite(x.Value)),
        Set x => new Set(x.Name, Rewrite(x.Value)),
        PointerDecl x => x with { Index = Rewrite(x.Index) },
        Advance x => x with { Elements = Rewrite(x.Elements) },
        Store x => new Store(x.Memory, Rewrite(x.Index), Rewrite(x.Value)),
        If x => new If(Rewrite(x.Condition), Body(x.Then), Body(x.Else)),
        For x => x with { Start = Rewrite(x.Start), Limit = Rewrite(x.Limit), Step = Rewrite(x.Step), Body = Body(x.Body) },
        While x => new While(Rewrite(x.Condition), Body(x.Body)),
        AtomicAdd x => x with { Index = Rewrite(x.Index), Value = Rewrite(x.Value) },
        _ => s,
    });

    protected virtual Expr Rewrite(Expr e)
    {
        IReadOnlyList<Expr> operands = e.Operands;
        if (operands.Count == 0) return Leaf(e);
        Expr[]? changed = null;
        for (int i = 0; i < operands.Count; i++)
        {
            Expr n = Rewrite(operands[i]);
            if (ReferenceEquals(n, operands[i])) continue;
            changed ??= operands.ToArray();
            changed[i] = n;
        }
        return Node(changed is null ? e : e.With(changed));
    }

    /// <summary>Replaces an expression without operands.</summary>
    protected virtual Expr Leaf(Expr e) => e;

    /// <summary>Replaces an expression whose operands are already rewritten.</summary>
    protected virtual Expr Node(Expr e) => e;
}
