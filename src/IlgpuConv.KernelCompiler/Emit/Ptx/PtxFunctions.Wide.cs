using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <content>Functions in double precision.</content>
internal static partial class PtxFunctions
{
    /// <summary>1.5 · 2^52: added to a number, it leaves the nearest whole number in the low bits.</summary>
    private const string Whole = "6755399441055744";

    private static Expr ExpWide(Expr x, Func<Expr, Expr> keep)
    {
        Expr t = keep(Min(Max(x, D("-746")), D("710")));
        Expr shifted = keep(new Fma(t, D("1.4426950408889634074"), D(Whole))), n = keep(Sub(shifted, D(Whole)));
        Expr r = keep(new Fma(n, D("-1.42860682030941723212e-6"), new Fma(n, D("-6.93145751953125e-1"), t)));
        Expr square = keep(Mul(r, r));
        Expr p = keep(Mul(r, Polynomial(square, D, "1.26177193074810590878e-4", "3.02994407707441961300e-2", "9.99999999999999999910e-1")));
        Expr q = Polynomial(square, D, "3.00198505138664455042e-6", "2.52448340349684104192e-3", "2.27265548208155028766e-1", "2.00000000000000000009");
        Expr y = new Fma(D("2"), Div(p, Sub(q, p)), D("1"));
        Expr power = keep(Sub(new BitCast(IrType.I64, shifted), Expr.Int(0x4338000000000000, IrType.I64)));
        Expr half = keep(new Binary(BinaryOp.Shr, power, Expr.Int(1)));
        return Mul(Mul(y, Power(half)), Power(Sub(power, half)));

        static Expr Power(Expr n) => new BitCast(IrType.F64, new Binary(BinaryOp.Shl, Add(n, Expr.Int(1023, IrType.I64)), Expr.Int(52)));
    }

    private static Expr LogWide(Expr x, Func<Expr, Expr> keep)
    {
        Expr isTiny = keep(new Compare(CompareOp.Lt, x, D("2.2250738585072014e-308")));
        Expr bits = keep(new BitCast(IrType.I64, keep(new Select(isTiny, Mul(x, D("18014398509481984")), x))));
        Expr exponent = keep(new Binary(BinaryOp.Shr, Sub(bits, Expr.Int(0x3FE6A09E667F3BCD, IrType.I64)), Expr.Int(52)));
        Expr f = keep(Sub(new BitCast(IrType.F64, Sub(bits, new Binary(BinaryOp.Shl, exponent, Expr.Int(52)))), D("1")));
        Expr e = keep(Add(new Cast(IrType.F64, new Cast(IrType.I32, exponent)), new Select(isTiny, D("-54"), D("0"))));
        Expr p = Polynomial(
            f, D, "1.01875663804580931796e-4", "4.97494994976747001425e-1", "4.70579119878881725854", "1.44989225341610930846e1", "1.79368678507819816313e1",
            "7.70838733755885391666");
        Expr q = Polynomial(
            f, D, "1", "1.12873587189167450590e1", "4.52279145837532221105e1", "8.29875266912776603211e1", "7.11544750618563894466e1",
            "2.31251620126765340583e1");
        Expr square = keep(Mul(f, f));
        Expr small = new Fma(square, D("-0.5"), new Fma(e, D("-2.121944400546905827679e-4"), Mul(f, Div(Mul(square, p), q))));
        return Limits(x, new Fma(e, D("0.693359375"), Add(f, small)), D);
    }

    /// <summary>The sine of x and so many quarter turns.</summary>
    private static Select SinWide(Expr x, int quarters, Func<Expr, Expr> keep)
    {
        Expr shifted = keep(new Fma(x, D("0.63661977236758134308"), D(Whole))), n = keep(Sub(shifted, D(Whole)));
        // A quarter turn in three parts.
        Expr r = new Fma(n, D("-6.123233995736766e-17"), new Fma(n, D("-1.5707963267948966"), x));
        r = keep(new Fma(n, D("1.4973849048591833e-33"), r));
        Expr square = keep(Mul(r, r));
        Expr sin = Polynomial(
            square, D, "1.58962301576546568060e-10", "-2.50507477628578072866e-8", "2.75573136213857245213e-6", "-1.98412698295895385996e-4",
            "8.33333333332211858878e-3", "-1.66666666666666307295e-1");
        Expr cos = Polynomial(
            square, D, "-1.13585365213876817300e-11", "2.08757008419747316778e-9", "-2.75573141792967388112e-7", "2.48015872888517045348e-5",
            "-1.38888888888730564116e-3", "4.16666666666665929218e-2");
        Expr turn = new Cast(IrType.I32, new BitCast(IrType.I64, shifted));
        turn = keep(quarters == 0 ? turn : Add(turn, Expr.Int(quarters)));
        Expr near = new Fma(Mul(sin, square), r, r), far = Add(new Fma(square, D("-0.5"), Mul(cos, Mul(square, square))), D("1"));
        Expr value = keep(new Select(Bit(turn, 1), far, near));
        return new Select(Bit(turn, 2), new Unary(UnaryOp.Neg, value), value);

        static Compare Bit(Expr n, int bit) => new(CompareOp.Ne, new Binary(BinaryOp.And, n, Expr.Int(bit)), Expr.Int(0));
    }

    /// <summary>exp(y log |x|) with the sign of an odd power, and what IEEE 754 says of 0, 1 and infinity.</summary>
    private static Select PowWide(Expr x, Expr y, Func<Expr, Expr> keep)
    {
        Expr size = keep(new MathCall("Abs", x));
        Expr power = keep(ExpWide(keep(Mul(y, LogWide(size, keep))), keep));
        Expr half = keep(Mul(y, D("0.5")));
        Expr isWhole = keep(new Compare(CompareOp.Eq, new MathCall("Floor", y), y));
        Expr isOdd = new Binary(BinaryOp.And, isWhole, new Compare(CompareOp.Ne, new MathCall("Floor", half), half));
        Expr isNegative = keep(new Compare(CompareOp.Lt, new BitCast(IrType.I64, x), Expr.Int(0, IrType.I64)));
        Expr signed = keep(new Select(new Binary(BinaryOp.And, isNegative, isOdd), new Unary(UnaryOp.Neg, power), power));
        Expr isBelow = new Binary(BinaryOp.And, new Compare(CompareOp.Lt, x, D("0")), new Compare(CompareOp.Gt, x, D("-Infinity")));
        Expr hasNone = new Binary(BinaryOp.And, isBelow, new Unary(UnaryOp.Not, isWhole));
        Expr is1 = new Binary(BinaryOp.And, new Compare(CompareOp.Eq, size, D("1")), new Compare(CompareOp.Eq, new MathCall("Abs", y), D("Infinity")));
        Expr isOne = new Binary(BinaryOp.Or, new Binary(BinaryOp.Or, new Compare(CompareOp.Eq, y, D("0")), new Compare(CompareOp.Eq, x, D("1"))), is1);
        return new Select(isOne, D("1"), new Select(hasNone, D("NaN"), signed));
    }
}
