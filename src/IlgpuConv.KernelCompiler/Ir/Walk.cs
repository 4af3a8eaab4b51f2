namespace IlgpuConv.KernelCompiler.Ir;

/// <summary>Enumerates the parts of statements and expressions.</summary>
internal static class Walk
{
    /// <summary>The statements and all statements inside them.</summary>
    public static List<Stmt> All(IEnumerable<Stmt> body)
    {
        var all = new List<Stmt>();
        Collect(body, all);
        return all;
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
        PrefetchStmt x => [x.Index],
        If x => [x.Condition],
        For x => [x.Start, x.Limit, x.Step],
        While x => [x.Condition],
        AtomicAdd x => [x.Index, x.Value],
        _ => [],
    };

    /// <summary>The expression and all expressions inside it.</summary>
    public static List<Expr> All(Expr e)
    {
        var all = new List<Expr>();
        Collect(e, all);
        return all;
    }

    /// <summary>All expressions in all statements.</summary>
    public static List<Expr> AllExpressions(IEnumerable<Stmt> body)
    {
        var all = new List<Expr>();
        foreach (Stmt s in All(body))
            foreach (Expr e in Expressions(s)) Collect(e, all);
        return all;
    }

    public static bool Any(Expr e, Func<Expr, bool> test)
    {
        if (test(e)) return true;
        IReadOnlyList<Expr> operands = e.Operands;
        for (int i = 0; i < operands.Count; i++)
            if (Any(operands[i], test)) return true;
        return false;
    }

    /// <summary>Whether the value may be evaluated where it is not needed: it reads no memory, cannot fail, and takes little time.</summary>
    public static bool IsCheap(Expr e) =>
        !Any(e, o => o is Load or MathCall || o is Binary { Op: BinaryOp.Div or BinaryOp.Rem } b && !b.Type.IsFloat());

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

    /// <summary>The views and arrays that the statements read or write, through pointers too.</summary>
    public static IEnumerable<string> Memories(IReadOnlyList<Stmt> body) =>
        AllExpressions(body).OfType<Load>().Select(l => l.Memory).Concat(All(body).Select(s => s switch
        {
            Store x => x.Memory,
            PointerDecl x => x.View,
            AtomicAdd x => x.Memory,
            _ => "",
        }));

    private static void Collect(IEnumerable<Stmt> body, List<Stmt> all)
    {
        foreach (Stmt s in body)
        {
            all.Add(s);
            switch (s)
            {
                case If x:
                    Collect(x.Then, all);
                    Collect(x.Else, all);
                    break;
                case For x: Collect(x.Body, all); break;
                case While x: Collect(x.Body, all); break;
            }
        }
    }

    private static void Collect(Expr e, List<Expr> all)
    {
        all.Add(e);
        IReadOnlyList<Expr> operands = e.Operands;
        for (int i = 0; i < operands.Count; i++) Collect(operands[i], all);
    }
}
