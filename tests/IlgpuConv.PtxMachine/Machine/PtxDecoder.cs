using System.Numerics;
using static IlgpuConv.PtxMachine.PtxNumbers;

namespace IlgpuConv.PtxMachine;

/// <summary>Turns written instructions into what the machine runs. It knows what the compiler writes; anything else is a fault.</summary>
internal static partial class PtxDecoder
{
    private static readonly Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> s_instructions = Instructions();

    /// <summary>The instructions that are known.</summary>
    public static IEnumerable<string> Names => s_instructions.Keys;

    public static PtxOp Decode(PtxKernel kernel, PtxLine line)
    {
        if (!s_instructions.TryGetValue(line.Name, out Func<PtxKernel, PtxLine, PtxOp>? decode)) throw line.Fault("an instruction that is known");
        if (line.Guard is not null && !line.Name.StartsWith("bra", StringComparison.Ordinal)) throw line.Fault("a branch behind a predicate");
        return decode(kernel, line);
    }

    private static Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> Instructions()
    {
        var all = new Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>>();
        Integer<int>(all, "s32", "b32");
        Integer<uint>(all, "u32", "b32");
        Integer<long>(all, "s64", "b64");
        Integer<ulong>(all, "u64", "b64");
        Bits<uint>(all, "b32");
        Bits<ulong>(all, "b64");
        Float<float>(all, "f32");
        Float<double>(all, "f64");
        Conversions(all);
        Predicates(all);
        Memory(all);
        Control(all);
        all["mul.wide.s32"] = (k, l) => new PtxBinary<MulWide, int, int, long>(l, D(k, l, 3, "b64"), V(k, l, 1, "b32"), V(k, l, 2, "b32"));
        all["mad.wide.s32"] = (k, l) => new PtxTernary<MadWide, int, long>(l, D(k, l, 4, "b64"), V(k, l, 1, "b32"), V(k, l, 2, "b32"), V(k, l, 3, "b64"));
        all["mad.wide.u32"] = (k, l) => new PtxTernary<MadWideUnsigned, uint, ulong>(l, D(k, l, 4, "b64"), V(k, l, 1, "b32"), V(k, l, 2, "b32"), V(k, l, 3, "b64"));
        return all;
    }

    private static void Integer<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type, string bits)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        Binary<Add<T>, T>(all, $"add.{type}", bits);
        Binary<Sub<T>, T>(all, $"sub.{type}", bits);
        Binary<Mul<T>, T>(all, $"mul.lo.{type}", bits);
        Binary<Div<T>, T>(all, $"div.{type}", bits);
        Binary<Rem<T>, T>(all, $"rem.{type}", bits);
        Binary<Min<T>, T>(all, $"min.{type}", bits);
        Binary<Max<T>, T>(all, $"max.{type}", bits);
        if (T.IsNegative(T.MinValue))
        {
            all[$"neg.{type}"] = (k, l) => new PtxUnary<Neg<T>, T, T>(l, D(k, l, 2, bits), V(k, l, 1, bits));
            all[$"mad.lo.{type}"] = (k, l) => new PtxTernary<Mad<T>, T, T>(l, D(k, l, 4, bits), V(k, l, 1, bits), V(k, l, 2, bits), V(k, l, 3, bits));
        }
        all[$"shr.{type}"] = (k, l) => new PtxBinary<Shr<T>, T, uint, T>(l, D(k, l, 3, bits), V(k, l, 1, bits), V(k, l, 2, "b32"));
        Comparisons<T>(all, type, bits);
        Compare<Ne<T>, T>(all, $"ne.{type}", bits);
    }

    private static void Bits<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string bits)
        where T : unmanaged, IBinaryInteger<T>
    {
        Binary<And<T>, T>(all, $"and.{bits}", bits);
        Binary<Or<T>, T>(all, $"or.{bits}", bits);
        Binary<Xor<T>, T>(all, $"xor.{bits}", bits);
        all[$"not.{bits}"] = (k, l) => new PtxUnary<Not<T>, T, T>(l, D(k, l, 2, bits), V(k, l, 1, bits));
        all[$"shl.{bits}"] = (k, l) => new PtxBinary<Shl<T>, T, uint, T>(l, D(k, l, 3, bits), V(k, l, 1, bits), V(k, l, 2, "b32"));
        all[$"selp.{bits}"] = (k, l) => new PtxSelect<T>(l, D(k, l, 4, bits), V(k, l, 1, bits), V(k, l, 2, bits), V(k, l, 3, "pred"));
    }

    private static void Float<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Binary<Add<T>, T>(all, $"add.rn.{type}", type);
        Binary<Sub<T>, T>(all, $"sub.rn.{type}", type);
        Binary<Mul<T>, T>(all, $"mul.rn.{type}", type);
        Binary<Quotient<T>, T>(all, $"div.rn.{type}", type);
        Unary<Neg<T>, T>(all, $"neg.{type}", type);
        Unary<Abs<T>, T>(all, $"abs.{type}", type);
        Unary<Sqrt<T>, T>(all, $"sqrt.rn.{type}", type);
        Unary<Floor<T>, T>(all, $"cvt.rmi.{type}.{type}", type);
        Unary<Ceiling<T>, T>(all, $"cvt.rpi.{type}.{type}", type);
        all[$"fma.rn.{type}"] = (k, l) => new PtxTernary<Fma<T>, T, T>(l, D(k, l, 4, type), V(k, l, 1, type), V(k, l, 2, type), V(k, l, 3, type));
        all[$"selp.{type}"] = (k, l) => new PtxSelect<T>(l, D(k, l, 4, type), V(k, l, 1, type), V(k, l, 2, type), V(k, l, 3, "pred"));
        Comparisons<T>(all, type, type);
        Compare<Ne<T>, T>(all, $"neu.{type}", type);
        Compare<NaN<T>, T>(all, $"nan.{type}", type);
        all[$"setp.lt.or.{type}"] = (k, l) => new PtxCompare<Lt<T>, T>(l, D(k, l, 4, "pred"), V(k, l, 1, type), V(k, l, 2, type), V(k, l, 3, "pred"));
        all[$"setp.gt.or.{type}"] = (k, l) => new PtxCompare<Gt<T>, T>(l, D(k, l, 4, "pred"), V(k, l, 1, type), V(k, l, 2, type), V(k, l, 3, "pred"));
    }

    private static void Comparisons<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type, string bits)
        where T : unmanaged, INumber<T>
    {
        Compare<Lt<T>, T>(all, $"lt.{type}", bits);
        Compare<Le<T>, T>(all, $"le.{type}", bits);
        Compare<Gt<T>, T>(all, $"gt.{type}", bits);
        Compare<Ge<T>, T>(all, $"ge.{type}", bits);
        Compare<Eq<T>, T>(all, $"eq.{type}", bits);
    }

    private static void Conversions(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all)
    {
        Convert<Convert<int, long>, int, long>(all, "cvt.s64.s32", "b64", "b32");
        Convert<Convert<uint, ulong>, uint, ulong>(all, "cvt.u64.u32", "b64", "b32");
        Convert<Convert<ulong, uint>, ulong, uint>(all, "cvt.u32.u64", "b32", "b64");
        Convert<Convert<float, double>, float, double>(all, "cvt.f64.f32", "f64", "f32");
        Convert<Convert<double, float>, double, float>(all, "cvt.rn.f32.f64", "f32", "f64");
        Real<float>(all, "f32");
        Real<double>(all, "f64");
        Convert<Move<uint>, uint, uint>(all, "mov.b32", null, null);
        Convert<Move<ulong>, ulong, ulong>(all, "mov.b64", null, null);
        Convert<Move<float>, float, float>(all, "mov.f32", "f32", "f32");
        Convert<Move<double>, double, double>(all, "mov.f64", "f64", "f64");
        Convert<Move<ulong>, ulong, ulong>(all, "cvta.to.global.u64", "b64", "b64");
    }

    private static void Real<T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string type)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Convert<Convert<int, T>, int, T>(all, $"cvt.rn.{type}.s32", type, "b32");
        Convert<Convert<uint, T>, uint, T>(all, $"cvt.rn.{type}.u32", type, "b32");
        Convert<Convert<long, T>, long, T>(all, $"cvt.rn.{type}.s64", type, "b64");
        Convert<Convert<ulong, T>, ulong, T>(all, $"cvt.rn.{type}.u64", type, "b64");
        Convert<Saturate<T, int>, T, int>(all, $"cvt.rzi.s32.{type}", "b32", type);
        Convert<Saturate<T, uint>, T, uint>(all, $"cvt.rzi.u32.{type}", "b32", type);
        Convert<Saturate<T, long>, T, long>(all, $"cvt.rzi.s64.{type}", "b64", type);
        Convert<Saturate<T, ulong>, T, ulong>(all, $"cvt.rzi.u64.{type}", "b64", type);
    }

    /// <summary>An instruction from one type to another; without names of types, registers of the width on either side.</summary>
    private static void Convert<TOp, TIn, TOut>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string name, string? to, string? from)
        where TOp : struct, IPtxUnary<TIn, TOut>
        where TIn : unmanaged
        where TOut : unmanaged => all[name] = (k, l) =>
        new PtxUnary<TOp, TIn, TOut>(l, D(k, l, 2, to ?? Kind(l, 0)), V(k, l, 1, from ?? (l.Operands[1][0] == '%' ? Kind(l, 1) : Kind(l, 0))));

    /// <summary>The type of a register of the instruction's width, by its letters.</summary>
    private static string Kind(PtxLine line, int operand)
    {
        bool isWide = line.Name.EndsWith("64", StringComparison.Ordinal);
        string name = line.Operands[operand].TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        return (name, isWide) switch
        {
            ("%r", false) => "b32",
            ("%f", false) => "f32",
            ("%rd", true) => "b64",
            ("%fd", true) => "f64",
            _ => throw line.Fault("registers of the instruction's width"),
        };
    }

    private static void Unary<TOp, T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string name, string bits)
        where TOp : struct, IPtxUnary<T, T>
        where T : unmanaged => all[name] = (k, l) => new PtxUnary<TOp, T, T>(l, D(k, l, 2, bits), V(k, l, 1, bits));

    private static void Binary<TOp, T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string name, string bits)
        where TOp : struct, IPtxBinary<T, T, T>
        where T : unmanaged => all[name] = (k, l) => new PtxBinary<TOp, T, T, T>(l, D(k, l, 3, bits), V(k, l, 1, bits), V(k, l, 2, bits));

    private static void Compare<TOp, T>(Dictionary<string, Func<PtxKernel, PtxLine, PtxOp>> all, string name, string bits)
        where TOp : struct, IPtxBinary<T, T, bool>
        where T : unmanaged => all[$"setp.{name}"] = (k, l) => new PtxCompare<TOp, T>(l, D(k, l, 3, "pred"), V(k, l, 1, bits), V(k, l, 2, bits), -1);

    /// <summary>The register that an instruction of so many operands writes.</summary>
    private static int D(PtxKernel kernel, PtxLine line, int operands, string type) => kernel.Register(line, line.Operand(0, operands), type);

    private static int V(PtxKernel kernel, PtxLine line, int operand, string type) => kernel.Value(line, line.Operands[operand], type);
}
