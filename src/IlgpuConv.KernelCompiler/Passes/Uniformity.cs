using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Which locals and local arrays differ between the lanes of a group; everything else is uniform.</summary>
internal sealed class Uniformity
{
    private readonly HashSet<string> _varying = [];
    private readonly HashSet<string> _localArrays = [];

    private Uniformity(IReadOnlyList<Stmt> body)
    {
        foreach (ArrayDecl a in Walk.All(body).OfType<ArrayDecl>().Where(a => !a.Shared)) _localArrays.Add(a.Name);
        int before;
        do
        {
            before = _varying.Count;
            Block(body, null);
        }
        while (_varying.Count > before);
    }

    public static Uniformity Of(IReadOnlyList<Stmt> body) => new(body);

    public bool IsVarying(string name) => _varying.Contains(name);

    public bool IsVarying(Expr e) => e switch
    {
        Special x => x.Kind == SpecialKind.Lane,
        LocalRef x => _varying.Contains(x.Name),
        Load x => IsVarying(x.Index) || _varying.Contains(x.Memory),
        _ => e.Operands.Any(IsVarying),
    };

    public bool IsVarying(For loop) => IsVarying(loop.Start) || IsVarying(loop.Limit) || IsVarying(loop.Step);

    /// <summary>The barriers that stand under lane-varying control.</summary>
    public static IEnumerable<BarrierStmt> DivergentBarriers(IReadOnlyList<Stmt> body)
    {
        Uniformity u = Of(body);
        IEnumerable<BarrierStmt> In(IEnumerable<Stmt> list, bool divergent) => list.SelectMany(s => s switch
        {
            BarrierStmt b => divergent ? [b] : [],
            If x => In(Walk.Children(x), divergent || u.IsVarying(x.Condition)),
            For x => In(x.Body, divergent || u.IsVarying(x)),
            While x => In(x.Body, divergent || u.IsVarying(x.Condition)),
            _ => Enumerable.Empty<BarrierStmt>(),
        });
        return In(body, false);
    }

    /// <summary>
    /// Marks what varies; <paramref name="inside"/> is null outside lane-varying control, else the names declared within the innermost
    /// such control: only they may be set there and stay uniform.
    /// </summary>
    private void Block(IReadOnlyList<Stmt> body, HashSet<string>? inside)
    {
        HashSet<string>? region = inside;
        foreach (Stmt s in body)
        {
            switch (s)
            {
                case Let x:
                    region?.Add(x.Name);
                    Mark(x.Name, IsVarying(x.Value));
                    break;
                case ArrayDecl x: region?.Add(x.Name); break;
                case Set x: Mark(x.Name, IsVarying(x.Value) || Escapes(x.Name, region)); break;
                case Store x when _localArrays.Contains(x.Memory):
                    Mark(x.Memory, IsVarying(x.Index) || IsVarying(x.Value) || Escapes(x.Memory, region));
                    break;
                case AtomicAdd { Result: { } name }:
                    region?.Add(name);
                    Mark(name, true);
                    break;
                case If x:
                    HashSet<string>? next = IsVarying(x.Condition) ? [] : region;
                    Block(x.Then, next);
                    Block(x.Else, IsVarying(x.Condition) ? [] : region);
                    break;
                case For x:
                    region?.Add(x.Variable);
                    Mark(x.Variable, IsVarying(x));
                    Block(x.Body, IsVarying(x) ? [] : region);
                    break;
                case While x: Block(x.Body, IsVarying(x.Condition) ? [] : region); break;
            }
        }
    }

    private static bool Escapes(string name, HashSet<string>? region) => region is not null && !region.Contains(name);

    private void Mark(string name, bool varying)
    {
        if (varying) _varying.Add(name);
    }
}
