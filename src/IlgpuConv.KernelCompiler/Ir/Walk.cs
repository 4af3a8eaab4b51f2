namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>Enumerates the parts of statements and expressions.</summary>
internal static class Walk
{
    /// <summary>The statement and all statements inside it.</summary>
    public static IEnumerable<Stmt> All(IEnumerable<Stmt> body)
    {
        foreach (Stmt s in body)
        {
            yield return s;
            foreach (Stmt inner in All(Children(s))) yield return inner;
        }
    }

    public static IEnumerable<Stmt> Children(Stmt s) => s switch
    {
        If x => x.Then.Concat(x.Else),
        For x => x.Body,
        While x => x.Body,
        _ => [],
    };

    /// <summary>The expressions that stand in the statement itself, not in statements inside it.</summary>
    public static IEnumerable<Expr> Expressions(Stmt s) => s switch
    {
        Let x => [x.Value],
        Set x => [x.Value],
        PointerDecl x => [x.Index],
        Advance x => [x.Elements],
        Store x => [x.Index, x.Value],
        If x => [x.Condition],
        For x => [x.Start, x.Limit, x.Step],
        While x => [x.Condition],
        AtomicAdd x => [x.Index, x.Value],
        _ => [],
    };

    /// <summary>The expression and all expressions inside it.</summary>
    public static IEnumerable<Expr> All(Expr e)
    {
        yield return e;
        foreach (Expr o in e.Operands)
            foreach (Expr inner in All(o)) yield return inner;
    }

    /// <summary>All expressions in all statements.</summary>
    public static IEnumerable<Expr> AllExpressions(IEnumerable<Stmt> body) => All(body).SelectMany(Expressions).SelectMany(All);

    public static bool Any(Expr e, Func<Expr, bool> test) => test(e) || e.Operands.Any(o => Any(o, test));

    /// <summary>The local that the statement declares or changes, if it does.</summary>
    public static string? Target(Stmt s) => s switch
    {
        Let x => x.Name,
        Set x => x.Name,
        For x => x.Variable,
        AtomicAdd x => x.Result,
        _ => null,
    };

    /// <summary>The locals that are given a value exactly once (loop variables are not), with that value.</summary>
    public static Dictionary<string, Expr> SingleValues(IEnumerable<Stmt> body)
    {
        var values = new Dictionary<string, Expr>();
        var several = new HashSet<string>();
        foreach (Stmt s in All(body))
        {
            if (s is Let let) values[let.Name] = let.Value;
            else if (Target(s) is { } name) several.Add(name);
        }
        foreach (string name in several) values.Remove(name);
        return values;
    }

    /// <summary>The locals given a value anywhere inside.</summary>
    public static HashSet<string> Assigned(IEnumerable<Stmt> body) =>
        new(All(body).Select(Target).Where(n => n is not null)!);
}
