using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Renames locals so that more of them are set once: a local whose sets all stand beside its declaration gets a name for each of them.
/// </summary>
internal static class SingleAssignment
{
    public static KernelIr Run(KernelIr kernel)
    {
        var names = new Names(kernel);
        return kernel with { Body = Block(kernel.Body, names) };
    }

    private static List<Stmt> Block(IReadOnlyList<Stmt> body, Names names)
    {
        var declared = new HashSet<string>(body.OfType<Let>().Select(l => l.Name));
        var deeper = Walk.Assigned(body.SelectMany(Walk.Children));
        var straight = new HashSet<string>(body.OfType<Set>().Select(s => s.Name).Where(n => declared.Contains(n) && !deeper.Contains(n)));
        var now = new Dictionary<string, string>();
        var result = new List<Stmt>();
        foreach (Stmt s in DropFirst(body))
        {
            Stmt renamed = new Rename(now).One(s);
            if (renamed is Set set && s is Set original && straight.Contains(original.Name))
            {
                string name = names.Fresh(original.Name);
                now[original.Name] = name;
                result.Add(new Let(name, set.Value));
                continue;
            }
            result.Add(renamed switch
            {
                If x => new If(x.Condition, Block(x.Then, names), Block(x.Else, names)),
                For x => x with { Body = Block(x.Body, names) },
                While x => x with { Body = Block(x.Body, names) },
                _ => renamed,
            });
        }
        return result;
    }

    /// <summary>Drops the first value of a local that is set anew, beside its declaration, before anything reads it.</summary>
    private static List<Stmt> DropFirst(IReadOnlyList<Stmt> body)
    {
        var result = new List<Stmt>();
        var untouched = new Dictionary<string, int>();
        foreach (Stmt s in body)
        {
            IEnumerable<Stmt> all = Walk.All([s]);
            foreach (LocalRef r in Walk.AllExpressions([s]).OfType<LocalRef>()) untouched.Remove(r.Name);
            if (s is Set set && untouched.TryGetValue(set.Name, out int at))
            {
                result[at] = null!;
                untouched[set.Name] = result.Count;
                result.Add(new Let(set.Name, set.Value));
                continue;
            }
            foreach (Set inner in all.OfType<Set>()) untouched.Remove(inner.Name);
            if (s is Let let) untouched[let.Name] = result.Count;
            result.Add(s);
        }
        result.RemoveAll(s => s is null);
        return result;
    }

    private sealed class Rename(Dictionary<string, string> names) : Rewriter
    {
        public Stmt One(Stmt s)
        {
            if (names.Count == 0) return s;
            var output = new List<Stmt>();
            Rewrite(s, output);
            return output[0];
        }

        protected override Expr Leaf(Expr e) => e is LocalRef x && names.TryGetValue(x.Name, out string? n) ? x with { Name = n } : e;
    }
}
