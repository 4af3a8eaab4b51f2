namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>
/// Rebuilds statements and expressions bottom-up; a pass overrides what it changes. What does not change keeps its identity, so that
/// "nothing changed" is one comparison of references.
/// </summary>
internal abstract class Rewriter
{
    public virtual IReadOnlyList<Stmt> Body(IReadOnlyList<Stmt> body)
    {
        var result = new List<Stmt>(body.Count);
        foreach (Stmt s in body) Rewrite(s, result);
        if (result.Count != body.Count) return result;
        for (int i = 0; i < result.Count; i++)
            if (!ReferenceEquals(result[i], body[i])) return result;
        return body;
    }

    /// <summary>Appends what <paramref name="s"/> becomes: nothing, itself, or several statements.</summary>
    protected virtual void Rewrite(Stmt s, List<Stmt> output) => output.Add(Descend(s));

    /// <summary>The statement with its expressions and inner statements rewritten.</summary>
    protected Stmt Descend(Stmt s)
    {
        switch (s)
        {
            case Let x:
                Expr value = Rewrite(x.Value);
                return ReferenceEquals(value, x.Value) ? s : new Let(x.Name, value);
            case Set x:
                value = Rewrite(x.Value);
                return ReferenceEquals(value, x.Value) ? s : new Set(x.Name, value);
            case PointerDecl x:
                Expr index = Rewrite(x.Index);
                return ReferenceEquals(index, x.Index) ? s : x with { Index = index };
            case Advance x:
                Expr elements = Rewrite(x.Elements);
                return ReferenceEquals(elements, x.Elements) ? s : x with { Elements = elements };
            case Store x:
                (index, value) = (Rewrite(x.Index), Rewrite(x.Value));
                return ReferenceEquals(index, x.Index) && ReferenceEquals(value, x.Value) ? s : new Store(x.Memory, index, value);
            case PrefetchStmt x:
                index = Rewrite(x.Index);
                return ReferenceEquals(index, x.Index) ? s : x with { Index = index };
            case AtomicAdd x:
                (index, value) = (Rewrite(x.Index), Rewrite(x.Value));
                return ReferenceEquals(index, x.Index) && ReferenceEquals(value, x.Value) ? s : x with { Index = index, Value = value };
            case If x:
                Expr condition = Rewrite(x.Condition);
                IReadOnlyList<Stmt> then = Body(x.Then), otherwise = Body(x.Else);
                return ReferenceEquals(condition, x.Condition) && ReferenceEquals(then, x.Then) && ReferenceEquals(otherwise, x.Else)
                    ? s : new If(condition, then, otherwise);
            case For x:
                Expr start = Rewrite(x.Start), limit = Rewrite(x.Limit), step = Rewrite(x.Step);
                IReadOnlyList<Stmt> body = Body(x.Body);
                return ReferenceEquals(start, x.Start) && ReferenceEquals(limit, x.Limit) && ReferenceEquals(step, x.Step) && ReferenceEquals(body, x.Body)
                    ? s : x with { Start = start, Limit = limit, Step = step, Body = body };
            case While x:
                condition = Rewrite(x.Condition);
                body = Body(x.Body);
                return ReferenceEquals(condition, x.Condition) && ReferenceEquals(body, x.Body) ? s : new While(condition, body);
            default: return s;
        }
    }

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
