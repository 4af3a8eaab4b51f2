using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Turns counted loops whose bounds differ between lanes into loops over a condition, which emitters mask.</summary>
internal sealed class VaryingLoops(Uniformity uniformity) : Rewriter
{
    public static KernelIr Run(KernelIr kernel)
    {
        while (true)
        {
            Uniformity u = Uniformity.Of(kernel.Body);
            if (!Walk.All(kernel.Body).OfType<For>().Any(u.IsVarying)) return kernel;
            kernel = kernel with { Body = new VaryingLoops(u).Body(kernel.Body) };
        }
    }

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is not For x || !uniformity.IsVarying(x))
        {
            base.Rewrite(s, output);
            return;
        }
        var variable = new LocalRef(x.Type, x.Variable);
        output.Add(new Let(x.Variable, x.Start));
        output.Add(new While(
            new Compare(x.Descending ? CompareOp.Gt : CompareOp.Lt, variable, x.Limit),
            [.. Body(x.Body), new Set(x.Variable, new Binary(BinaryOp.Add, variable, x.Step))]));
    }
}
