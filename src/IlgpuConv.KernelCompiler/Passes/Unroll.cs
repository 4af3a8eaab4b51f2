using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>
/// Unrolls loops with constant bounds: those that ask for it, and those whose variable reaches an index of a local array, so that the
/// array can become registers.
/// </summary>
internal sealed class Unroll : Rewriter
{
    private const int MostTrips = 64;
    private readonly Names _names;
    private readonly HashSet<string> _arrays;

    private Unroll(KernelIr kernel)
    {
        _names = new Names(kernel);
        _arrays = [.. Walk.All(kernel.Body).OfType<ArrayDecl>().Where(a => !a.Shared).Select(a => a.Name)];
    }

    public static KernelIr Run(KernelIr kernel) => kernel with { Body = new Unroll(kernel).Body(kernel.Body) };

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is not For loop || Trips(loop) is not { } trips || !Wanted(loop, trips.Count))
        {
            base.Rewrite(s, output);
            return;
        }
        foreach (long i in trips)
        {
            IReadOnlyList<Stmt> copies = _names.Copy(loop.Body, loop.Variable, Expr.Int(i, loop.Type));
            // An array declared in the loop has a name of its own in each copy.
            foreach (ArrayDecl a in Walk.All(copies).OfType<ArrayDecl>().Where(a => !a.Shared)) _arrays.Add(a.Name);
            foreach (Stmt copy in copies) Rewrite(copy, output);
        }
    }

    private bool Wanted(For loop, int trips) =>
        loop.Unroll == -1 || trips <= 1 || (loop.Unroll == 0 && trips <= MostTrips && ReachesArray(loop));

    private bool ReachesArray(For loop)
    {
        var reached = new HashSet<string> { loop.Variable };
        bool Uses(Expr e) => Walk.Any(e, o => o is LocalRef r && reached.Contains(r.Name));
        while (true)
        {
            int before = reached.Count;
            foreach (Stmt s in Walk.All(loop.Body))
            {
                if (s is Let x && Uses(x.Value)) reached.Add(x.Name);
                if (s is For f && (Uses(f.Start) || Uses(f.Limit))) reached.Add(f.Variable);
            }
            if (reached.Count == before) break;
        }
        return Walk.All(loop.Body).OfType<Store>().Any(t => _arrays.Contains(t.Memory) && Uses(t.Index))
            || Walk.AllExpressions(loop.Body).OfType<Load>().Any(l => _arrays.Contains(l.Memory) && Uses(l.Index));
    }

    private static List<long>? Trips(For loop)
    {
        if (Fold.Expression(loop.Start) is not Const a || Fold.Expression(loop.Limit) is not Const b || Fold.Expression(loop.Step) is not Const c
            || !a.IsInt(out long start) || !b.IsInt(out long limit) || !c.IsInt(out long step) || step == 0) return null;
        if ((limit - start) / step > 4096) return null;
        var trips = new List<long>();
        for (long i = start; step > 0 ? i < limit : i > limit; i += step) trips.Add(i);
        return trips;
    }
}
