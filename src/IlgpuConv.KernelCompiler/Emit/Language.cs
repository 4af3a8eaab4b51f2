using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit;

/// <summary>How a language writes scalar values: what C# and OpenCL C do not have in common.</summary>
internal abstract class Language
{
    /// <summary>The name of a type.</summary>
    public abstract string Type(IrType type);

    public abstract string Literal(Const c);

    /// <summary>The operand, already in parentheses where it needs them, converted as C# converts it.</summary>
    public abstract string Cast(IrType from, IrType to, string operand);

    public abstract string BitCast(IrType from, IrType to, string value);

    public abstract string Fma(IrType type, string left, string right, string addend);

    /// <summary>A function of <c>XMath</c>.</summary>
    public abstract string Call(IrType type, string name, string arguments);

    /// <summary>Minimum or maximum; a NaN is passed on.</summary>
    public abstract string MinMax(BinaryOp op, IrType type, string left, string right);

    /// <summary>The cast to an integer as wide as an address.</summary>
    public abstract string Word { get; }
}
