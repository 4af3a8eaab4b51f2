using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Leaves out what tells a processor of coming reads, for forms that cannot say it, with the loops that do nothing else.</summary>
internal sealed class WithoutPrefetch : Rewriter
{
    public static KernelIr Run(KernelIr kernel)
    {
        IReadOnlyList<Stmt> body = new WithoutPrefetch().Body(kernel.Body);
        return ReferenceEquals(body, kernel.Body) ? kernel : kernel with { Body = DeadCode.Remove(body) };
    }

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is not PrefetchStmt) base.Rewrite(s, output);
    }
}
