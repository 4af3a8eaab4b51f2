using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>Functions of numbers.</content>
internal sealed partial class PtxEmitter
{
    private string Function(MathCall x, string? into)
    {
        string t = x.Type.Arithmetic();
        switch (x.Name)
        {
            case "Abs": return Do($"abs.{t}", x.Type, into, Value(x.First));
            case "Sqrt": return Do($"sqrt.rn.{t}", x.Type, into, Value(x.First));
            case "Floor": return Do($"cvt.rmi.{t}.{t}", x.Type, into, Value(x.First));
            case "Ceiling": return Do($"cvt.rpi.{t}.{t}", x.Type, into, Value(x.First));
            case "Rsqrt": return Value(new Binary(BinaryOp.Div, new Const(x.Type, "1"), new MathCall("Sqrt", x.First)), into);
            default: return Value(PtxFunctions.Of(x, Keep), into);
        }
    }

    /// <summary>A value in a register of its own, which a function uses several times.</summary>
    private LocalRef Keep(Expr e) => new(e.Type, InRegister(e));
}
