using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Passes;

/// <summary>Makes the double twin of a kernel: every float is a double, and literals are read anew from their decimal text.</summary>
internal sealed class DoubleTwin : Rewriter
{
    public static KernelIr Run(KernelIr kernel) => new(
        kernel.Name, [.. kernel.Parameters.Select(p => p with { Type = Wide(p.Type) })], Fold.Run(kernel with { Body = new DoubleTwin().Body(kernel.Body) }).Body);

    public static bool Applies(KernelIr kernel) =>
        kernel.Parameters.Any(p => p.Type == IrType.F32) || Walk.AllExpressions(kernel.Body).Any(e => e.Type == IrType.F32);

    protected override void Rewrite(Stmt s, List<Stmt> output)
    {
        if (s is ArrayDecl x) output.Add(x with { Type = Wide(x.Type) });
        else base.Rewrite(s, output);
    }

    protected override Expr Leaf(Expr e) => e switch
    {
        Const x => x with { Type = Wide(x.Type) },
        LocalRef x => x with { Type = Wide(x.Type) },
        ParamRef x => x with { Type = Wide(x.Type) },
        _ => e,
    };

    protected override Expr Node(Expr e) => e switch
    {
        Cast x => new Cast(Wide(x.Type), x.Value),
        Load x => x with { Type = Wide(x.Type) },
        _ => e,
    };

    private static IrType Wide(IrType type) => type == IrType.F32 ? IrType.F64 : type;
}
