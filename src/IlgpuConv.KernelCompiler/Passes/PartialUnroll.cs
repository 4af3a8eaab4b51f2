using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Carries out <c>Unroll.By(n, limit)</c>: n steps an iteration, then the rest one by one.</summary>
internal sealed class PartialUnroll(Names names) : Rewriter
{
    /// <summary>Leaves the loops as they are: for forms that are there to be right and small, not fast.</summary>
    public static KernelIr Decline(KernelIr kernel) => kernel with { Body = new Decliner().Body(kernel.Body) };

    public static KernelIr Run(KernelIr kernel) => kernel with { Body = new PartialUnroll(new Names(kernel)).Body(kernel.Body) };

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is not For { Unroll: > 1 } loop || loop.Step is not Const c || !c.IsInt(out long step) || step <= 0)
        {
            base.Rewrite(s, output);
            return;
        }
        IReadOnlyList<Stmt> body = Body(loop.Body);
        long stride = step * loop.Unroll;
        Expr count = new Binary(BinaryOp.Max, new Binary(BinaryOp.Sub, loop.Limit, loop.Start), Expr.Int(0, loop.Type));
        Expr whole = new Binary(BinaryOp.Mul, new Binary(BinaryOp.Div, count, Expr.Int(stride, loop.Type)), Expr.Int(stride, loop.Type));
        string split = names.Fresh("split"), variable = names.Fresh(loop.Variable);
        output.Add(new Let(split, new Binary(BinaryOp.Add, loop.Start, whole)));
        var main = new LocalRef(loop.Type, split);
        var steps = new List<Stmt>();
        for (int i = 0; i < loop.Unroll; i++)
            steps.AddRange(names.Copy(body, loop.Variable, new Binary(BinaryOp.Add, new LocalRef(loop.Type, variable), Expr.Int(i * step, loop.Type))));
        output.Add(new For(variable, loop.Start, main, Expr.Int(stride, loop.Type), 0, steps));
        output.Add(loop with { Start = main, Unroll = 0, Body = body });
    }

    private sealed class Decliner : Rewriter
    {
        protected override void Rewrite(Stmt s, List<Stmt> output)
        {
            Stmt inner = Descend(s);
            output.Add(inner is For { Unroll: > 1 } loop ? loop with { Unroll = 0 } : inner);
        }
    }
}
