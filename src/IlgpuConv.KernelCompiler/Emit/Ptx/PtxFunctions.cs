using IlgpuConv.KernelCompiler.Ir;

namespace IlgpuConv.KernelCompiler.Emit.Ptx;

/// <summary>
/// Functions of numbers, made of operations that round once: the same bits on every GPU, and in a test without one. The polynomials are
/// those of the Cephes library. Errors, in units of the last place: exp, log and tanh 2 in float and 3 in double; sin and cos 1 in
/// float, and 2^-52 absolute in double, for |x| below 2^30; pow 1 in float, <c>3 + |y log x|</c> in double.
/// </summary>
internal static partial class PtxFunctions
{
    /// <summary>The call as an expression; <paramref name="keep"/> puts a value that is used several times into a register.</summary>
    public static Expr Of(MathCall call, Func<Expr, Expr> keep)
    {
        Expr x = keep(call.First);
        bool isWide = call.Type == IrType.F64;
        switch (call.Name)
        {
            case "Exp": return isWide ? ExpWide(x, keep) : Exp(x, keep);
            case "Log": return isWide ? LogWide(x, keep) : Log(x, keep);
            case "Tanh": return Tanh(x, keep);
        }
        // The others are rare: in double precision, where their arguments are reduced exactly.
        Expr wide = isWide ? x : keep(new Cast(IrType.F64, x));
        Expr result = call.Name switch
        {
            "Sin" => SinWide(wide, 0, keep),
            "Cos" => SinWide(wide, 1, keep),
            "Pow" => PowWide(wide, keep(isWide ? call.Second! : new Cast(IrType.F64, call.Second!)), keep),
            _ => throw new InvalidOperationException($"[compiler] no PTX for the function {call.Name}. Please report this kernel."),
        };
        return isWide ? result : new Cast(IrType.F32, result);
    }

    private static Expr Exp(Expr x, Func<Expr, Expr> keep)
    {
        Expr t = keep(Min(Max(x, F("-104")), F("89")));
        Expr shifted = keep(new Fma(t, F("1.44269504088896341"), F("12582912"))), n = keep(Sub(shifted, F("12582912")));
        Expr r = keep(new Fma(n, F("2.12194440e-4"), new Fma(n, F("-0.693359375"), t)));
        Expr p = Polynomial(r, F, "1.9875691500e-4", "1.3981999507e-3", "8.3334519073e-3", "4.1665795894e-2", "1.6666665459e-1", "5.0000001201e-1");
        Expr y = Add(new Fma(p, Mul(r, r), r), F("1"));
        // 2^n in two factors: it may be above or below what one number holds.
        Expr power = keep(Sub(new BitCast(IrType.I32, shifted), Expr.Int(0x4B400000))), half = keep(new Binary(BinaryOp.Shr, power, Expr.Int(1)));
        return Mul(Mul(y, Power(half)), Power(Sub(power, half)));

        static Expr Power(Expr n) => new BitCast(IrType.F32, new Binary(BinaryOp.Shl, Add(n, Expr.Int(127)), Expr.Int(23)));
    }

    private static Expr Log(Expr x, Func<Expr, Expr> keep)
    {
        Expr isTiny = keep(new Compare(CompareOp.Lt, x, F("1.17549435e-38")));
        Expr bits = keep(new BitCast(IrType.I32, keep(new Select(isTiny, Mul(x, F("8388608")), x))));
        Expr exponent = keep(new Binary(BinaryOp.Shr, Sub(bits, Expr.Int(0x3F3504F3)), Expr.Int(23)));
        Expr f = keep(Sub(new BitCast(IrType.F32, Sub(bits, new Binary(BinaryOp.Shl, exponent, Expr.Int(23)))), F("1")));
        Expr e = keep(Add(new Cast(IrType.F32, exponent), new Select(isTiny, F("-23"), F("0"))));
        Expr p = Polynomial(
            f, F, "7.0376836292e-2", "-1.1514610310e-1", "1.1676998740e-1", "-1.2420140846e-1", "1.4249322787e-1", "-1.6668057665e-1", "2.0000714765e-1",
            "-2.4999993993e-1", "3.3333331174e-1");
        Expr square = keep(Mul(f, f));
        Expr small = new Fma(square, F("-0.5"), new Fma(e, F("-2.12194440e-4"), Mul(Mul(p, f), square)));
        return Limits(x, new Fma(e, F("0.693359375"), Add(f, small)), F);
    }

    /// <summary>The logarithm of 0, of infinity, and of what has none.</summary>
    private static Select Limits(Expr x, Expr log, Func<string, Const> number) => new(
        new Compare(CompareOp.Gt, x, number("0")),
        new Select(new Compare(CompareOp.Lt, x, number("Infinity")), log, x),
        new Select(new Compare(CompareOp.Eq, x, number("0")), number("-Infinity"), number("NaN")));

    private static Expr Tanh(Expr x, Func<Expr, Expr> keep)
    {
        bool isWide = x.Type == IrType.F64;
        Func<string, Const> number = isWide ? D : F;
        Expr size = keep(new MathCall("Abs", x)), twice = keep(Add(size, size));
        Expr far = keep(Sub(number("1"), Div(number("2"), Add(isWide ? ExpWide(twice, keep) : Exp(twice, keep), number("1")))));
        Expr s = keep(Mul(x, x));
        Expr p = isWide
            ? Div(
                Polynomial(s, D, "-9.64399179425052238628e-1", "-9.92877231001918586564e1", "-1.61468768441708447952e3"),
                Polynomial(s, D, "1", "1.12811678491632931402e2", "2.23548839060100448583e3", "4.84406305325125486048e3"))
            : Polynomial(s, F, "-5.70498872745e-3", "2.06390887954e-2", "-5.37397155531e-2", "1.33314422036e-1", "-3.33332819422e-1");
        return new Select(
            new Compare(CompareOp.Lt, size, number("0.625")),
            new Fma(Mul(p, s), x, x),
            new Select(new Compare(CompareOp.Lt, x, number("0")), new Unary(UnaryOp.Neg, far), far));
    }

    /// <summary>A polynomial by Horner's rule, the highest coefficient first.</summary>
    private static Expr Polynomial(Expr x, Func<string, Const> number, params string[] coefficients)
    {
        Expr sum = number(coefficients[0]);
        foreach (string c in coefficients.Skip(1)) sum = sum is Const { Text: "1" } ? Add(x, number(c)) : new Fma(sum, x, number(c));
        return sum;
    }

    private static Const F(string text) => new(IrType.F32, text);

    private static Const D(string text) => new(IrType.F64, text);

    private static Binary Add(Expr a, Expr b) => new(BinaryOp.Add, a, b);

    private static Binary Sub(Expr a, Expr b) => new(BinaryOp.Sub, a, b);

    private static Binary Mul(Expr a, Expr b) => new(BinaryOp.Mul, a, b);

    private static Binary Div(Expr a, Expr b) => new(BinaryOp.Div, a, b);

    private static Binary Min(Expr a, Expr b) => new(BinaryOp.Min, a, b);

    private static Binary Max(Expr a, Expr b) => new(BinaryOp.Max, a, b);
}
