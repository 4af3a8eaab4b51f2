using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Turns local arrays that are indexed by constants alone into locals, one an element.</summary>
internal sealed class ScalarReplacement : Rewriter
{
    private readonly HashSet<string> _arrays = [];
    private readonly Dictionary<(string, long), string> _elements = [];
    private readonly Names _names;

    private ScalarReplacement(KernelIr kernel)
    {
        _names = new Names(kernel);
        List<ArrayDecl> declared = [.. Walk.All(kernel.Body).OfType<ArrayDecl>().Where(a => !a.Shared)];
        foreach (ArrayDecl a in declared)
        {
            IEnumerable<Expr> indexes = Walk.AllExpressions(kernel.Body).OfType<Load>().Where(l => l.Memory == a.Name).Select(l => l.Index)
                .Concat(Walk.All(kernel.Body).OfType<Store>().Where(s => s.Memory == a.Name).Select(s => s.Index));
            if (!indexes.All(i => i is Const c && c.IsInt(out long n) && n >= 0 && n < a.Length)) continue;
            if (Walk.All(kernel.Body).OfType<AtomicAdd>().Any(x => x.Memory == a.Name)) continue;
            _arrays.Add(a.Name);
            for (int i = 0; i < a.Length; i++) _elements.Add((a.Name, i), _names.Fresh(a.Name));
        }
    }

    public static KernelIr Run(KernelIr kernel)
    {
        var pass = new ScalarReplacement(kernel);
        return pass._arrays.Count == 0 ? kernel : kernel with { Body = pass.Body(kernel.Body) };
    }

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        switch (s)
        {
            case ArrayDecl x when _arrays.Contains(x.Name):
                for (int i = 0; i < x.Length; i++)
                    output.Add(new Let(_elements[(x.Name, i)], x.Type == IrType.Bool ? Expr.Bool(false) : new Const(x.Type, "0")));
                return;
            case Store x when _arrays.Contains(x.Memory): output.Add(new Set(Element(x.Memory, x.Index), Rewrite(x.Value))); return;
            default: base.Rewrite(s, output); return;
        }
    }

    protected override Expr Node(Expr e) => e is Load x && _arrays.Contains(x.Memory) ? new LocalRef(x.Type, Element(x.Memory, x.Index)) : e;

    private string Element(string array, Expr index) => ((Const)index).IsInt(out long i) ? _elements[(array, i)] : "";
}
