using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Names that a kernel does not have yet, and copies of statements with names of their own.</summary>
internal sealed class Names
{
    private readonly HashSet<string> _taken = [];

    public Names(KernelIr kernel)
    {
        foreach (IrParameter p in kernel.Parameters) _taken.Add(p.Name);
        foreach (Stmt s in Walk.All(kernel.Body))
            if (Declared(s) is { } name) _taken.Add(name);
    }

    public string Fresh(string name)
    {
        int cut = name.LastIndexOf('_');
        string stem = cut > 0 && name.Skip(cut + 1).All(char.IsDigit) ? name.Substring(0, cut) : name;
        for (int i = 2; ; i++)
        {
            string next = $"{stem}_{i}";
            if (_taken.Add(next)) return next;
        }
    }

    /// <summary>The kernel with every name as <paramref name="rename"/> has it; names that meet are told apart.</summary>
    public static KernelIr Rename(KernelIr kernel, Func<string, string> rename)
    {
        IEnumerable<string> declared = Walk.All(kernel.Body).Select(Declared).Where(n => n is not null)!;
        var names = new Dictionary<string, string>();
        var taken = new HashSet<string>();
        foreach (string name in kernel.Parameters.Select(p => p.Name).Concat(declared))
        {
            string renamed = rename(name);
            while (!taken.Add(renamed)) renamed += "_";
            names[name] = renamed;
        }
        string New(string name) => names[name];
        return kernel with
        {
            Parameters = [.. kernel.Parameters.Select(p => p with { Name = New(p.Name) })],
            Body = new Copier(names, "", Expr.Int(0)).Body(kernel.Body),
        };
    }

    /// <summary>A copy of <paramref name="body"/> in which every declaration has a new name, and <paramref name="variable"/> is <paramref name="value"/>.</summary>
    public IReadOnlyList<Stmt> Copy(IReadOnlyList<Stmt> body, string variable, Expr value)
    {
        var names = new Dictionary<string, string>();
        foreach (Stmt s in Walk.All(body))
            if (Declared(s) is { } name) names[name] = Fresh(name);
        return new Copier(names, variable, value).Body(body);
    }

    private static string? Declared(Stmt s) => s switch
    {
        Let x => x.Name,
        For x => x.Variable,
        ArrayDecl x => x.Name,
        PointerDecl x => x.Name,
        AtomicAdd x => x.Result,
        _ => null,
    };

    private sealed class Copier(Dictionary<string, string> names, string variable, Expr value) : Rewriter
    {
        protected override void Rewrite(Stmt s, List<Stmt> output)
        {
            int at = output.Count;
            base.Rewrite(s, output);
            output[at] = output[at] switch
            {
                Let x => x with { Name = New(x.Name) },
                Set x => x with { Name = New(x.Name) },
                ArrayDecl x => x with { Name = New(x.Name) },
                PointerDecl x => x with { Name = New(x.Name), View = New(x.View) },
                Advance x => x with { Pointer = New(x.Pointer) },
                Store x => x with { Memory = New(x.Memory) },
                PrefetchStmt x => x with { Memory = New(x.Memory) },
                For x => x with { Variable = New(x.Variable) },
                AtomicAdd x => x with { Result = x.Result is null ? null : New(x.Result), Memory = New(x.Memory) },
                Stmt x => x,
            };
        }

        protected override Expr Leaf(Expr e) => e switch
        {
            LocalRef x => x.Name == variable ? value : x with { Name = New(x.Name) },
            ViewLength x => new ViewLength(New(x.View)),
            ParamRef x => x with { Path = New(x.Path.Split('.')[0]) + x.Path.Substring(x.Path.Split('.')[0].Length) },
            _ => e,
        };

        protected override Expr Node(Expr e) => e is Load x ? x with { Memory = New(x.Memory) } : e;

        private string New(string name) => names.TryGetValue(name, out string? n) ? n : name;
    }
}
