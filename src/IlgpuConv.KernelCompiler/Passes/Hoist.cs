using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Moves integer values that do not change in a loop in front of it.</summary>
internal sealed class Hoist : Rewriter
{
    private readonly Dictionary<string, Expr> _single;

    private Hoist(KernelIr kernel) => _single = Walk.SingleValues(kernel.Body);

    public static KernelIr Run(KernelIr kernel) => kernel with { Body = new Hoist(kernel).Body(kernel.Body) };

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        int at = output.Count;
        base.Rewrite(s, output);
        IReadOnlyList<Stmt>? body = output[at] switch
        {
            For x => x.Body,
            While x => x.Body,
            _ => null,
        };
        if (body is null) return;
        HashSet<string> assigned = Walk.Assigned(body);
        if (output[at] is For loop) assigned.Add(loop.Variable);
        var kept = new List<Stmt>();
        var moved = new List<Stmt>();
        foreach (Stmt inner in body)
        {
            if (inner is Let let && let.Value.Type.IsInteger() && _single.ContainsKey(let.Name) && Unchanging(let.Value, assigned))
            {
                moved.Add(let);
                assigned.Remove(let.Name);
            }
            else
            {
                kept.Add(inner);
            }
        }
        if (moved.Count == 0) return;
        output[at] = output[at] is For f ? f with { Body = kept } : ((While)output[at]) with { Body = kept };
        output.InsertRange(at, moved);
    }

    private static bool Unchanging(Expr e, HashSet<string> assigned) => !Walk.Any(e, o =>
        o is Load or Binary { Op: BinaryOp.Div or BinaryOp.Rem, Right: not Const } || o is LocalRef x && assigned.Contains(x.Name));
}
