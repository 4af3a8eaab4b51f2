using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Removes locals and arrays that nothing reads, and ifs and loops that do nothing.</summary>
internal static class DeadCode
{
    public static IReadOnlyList<Stmt> Remove(IReadOnlyList<Stmt> body)
    {
        while (true)
        {
            List<Stmt> all = Walk.All(body);
            var used = new HashSet<string>();
            foreach (Expr e in Walk.AllExpressions(body))
            {
                if (e is LocalRef r) used.Add(r.Name);
                else if (e is Load l) used.Add(l.Memory);
            }
            // A store needs its memory, unless the memory is the kernel's own: then somebody must read it.
            var own = new HashSet<string>(all.OfType<ArrayDecl>().Where(a => !a.Shared).Select(a => a.Name));
            foreach (Stmt s in all)
            {
                if (s is AtomicAdd a) used.Add(a.Memory);
                else if (s is PrefetchStmt p) used.Add(p.Memory);
                else if (s is Store t && !own.Contains(t.Memory)) used.Add(t.Memory);
            }
            IReadOnlyList<Stmt> next = new Sweep(used, own).Body(body);
            if (ReferenceEquals(next, body)) return body;
            body = next;
        }
    }

    private sealed class Sweep(HashSet<string> used, HashSet<string> own) : Rewriter
    {
        protected override void Rewrite(Stmt s, List<Stmt> output)
        {
            switch (s)
            {
                case Let x when !used.Contains(x.Name):
                case Set y when !used.Contains(y.Name):
                case ArrayDecl { Shared: false } z when !used.Contains(z.Name):
                case PointerDecl p when !used.Contains(p.Name):
                case Advance v when !used.Contains(v.Pointer):
                case Store t when own.Contains(t.Memory) && !used.Contains(t.Memory): break;
                case AtomicAdd { Result: { } r } x when !used.Contains(r): output.Add(x with { Result = null }); break;
                case If or For:
                    Stmt swept = Descend(s);
                    if (swept is not (If { Then.Count: 0, Else.Count: 0 } or For { Body.Count: 0 })) output.Add(swept);
                    break;
                default: base.Rewrite(s, output); break;
            }
        }

        protected override Expr Rewrite(Expr e) => e;
    }
}
