using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>The address of an element: what the emitter computes once for several accesses that differ by a constant.</summary>
internal sealed record PtxAddress(string Memory, Expr Index) : Expr(IrType.U64)
{
    public override IReadOnlyList<Expr> Operands => [Index];

    public override Expr With(IReadOnlyList<Expr> operands) => new PtxAddress(Memory, operands[0]);
}
