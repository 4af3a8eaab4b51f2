using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ilgpu;

/// <summary>Scalar values in the C# that ILGPU takes: its own functions, and a product with a sum that its drivers contract.</summary>
internal sealed class IlgpuCSharp : CSharp
{
    public override string BitCast(IrType from, IrType to, string value) =>
        $"global::ILGPU.Interop.{(from.IsFloat() ? "FloatAsInt" : "IntAsFloat")}({value})";

    public override string Fma(IrType type, string left, string right, string addend) => $"({Operand(left)} * {Operand(right)} + {Operand(addend)})";

    public override string Call(IrType type, string name, string arguments) => $"global::ILGPU.Algorithms.XMath.{name}({arguments})";

    public override string MinMax(BinaryOp op, IrType type, string left, string right) => $"global::ILGPU.Algorithms.XMath.{op}({left}, {right})";

    private static string Operand(string text) => text.Contains(' ') && !IsInParentheses(text) ? $"({text})" : text;

    /// <summary>Whether the first parenthesis is closed by the last.</summary>
    private static bool IsInParentheses(string text)
    {
        if (text[0] != '(') return false;
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            if (text[i] == ')' && --depth == 0) return i == text.Length - 1;
        }
        return false;
    }
}
