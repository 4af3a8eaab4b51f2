using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Removes locals and arrays that nothing reads, and ifs and loops that do nothing.</summary>
internal static class DeadCode
{
    public static IReadOnlyList<Stmt> Remove(IReadOnlyList<Stmt> body)
    {
        while (true)
        {
            var used = new HashSet<string>();
            foreach (Expr e in Walk.AllExpressions(body))
            {
                if (e is LocalRef r) used.Add(r.Name);
                else if (e is Load l) used.Add(l.Memory);
            }
            foreach (AtomicAdd a in Walk.All(body).OfType<AtomicAdd>()) used.Add(a.Memory);
            var mine = new HashSet<string>(Walk.All(body).Select(s => s switch
            {
                ArrayDecl { Shared: false } x => x.Name,
                PointerDecl x => x.Name,
                _ => null,
            }).Where(n => n is not null)!);
            foreach (Store s in Walk.All(body).OfType<Store>().Where(s => !mine.Contains(s.Memory))) used.Add(s.Memory);
            foreach (PointerDecl p in Walk.All(body).OfType<PointerDecl>())
                if (Walk.All(body).OfType<Store>().Any(s => s.Memory == p.Name)) used.Add(p.Name);
            IReadOnlyList<Stmt> next = Sweep(body, used, mine);
            if (Walk.All(next).Count() == Walk.All(body).Count()) return next;
            body = next;
        }
    }

    private static List<Stmt> Sweep(IReadOnlyList<Stmt> body, HashSet<string> used, HashSet<string> mine)
    {
        var result = new List<Stmt>();
        foreach (Stmt s in body)
        {
            switch (s)
            {
                case Let x when !used.Contains(x.Name):
                case Set y when !used.Contains(y.Name):
                case ArrayDecl { Shared: false } z when !used.Contains(z.Name):
                case PointerDecl p when !used.Contains(p.Name):
                case Advance v when !used.Contains(v.Pointer):
                case Store t when mine.Contains(t.Memory) && !used.Contains(t.Memory): break;
                case AtomicAdd { Result: { } r } x when !used.Contains(r): result.Add(x with { Result = null }); break;
                case If x:
                    List<Stmt> then = Sweep(x.Then, used, mine), otherwise = Sweep(x.Else, used, mine);
                    if (then.Count + otherwise.Count > 0) result.Add(new If(x.Condition, then, otherwise));
                    break;
                case For x:
                    List<Stmt> loop = Sweep(x.Body, used, mine);
                    if (loop.Count > 0) result.Add(x with { Body = loop });
                    break;
                case While x: result.Add(x with { Body = Sweep(x.Body, used, mine) }); break;
                default: result.Add(s); break;
            }
        }
        return result;
    }
}
