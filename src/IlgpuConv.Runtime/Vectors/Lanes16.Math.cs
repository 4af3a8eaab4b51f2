using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <content>Functions of floating-point numbers; they agree with <see cref="MathF"/> within a few units in the last place.</content>
public static unsafe partial class Lanes16
{
    /// <summary>The e raised to every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Exp(Vector512<float> value)
    {
        // The order of the operands keeps what is not a number.
        Vector512<float> x = Vector512.MaxNative(Vector512.Create(ExpCoefficients.Least), Vector512.MinNative(Vector512.Create(ExpCoefficients.Most), value));
        Vector512<float> n = Vector512.Round(x * Vector512.Create(ExpCoefficients.PerDoubling));
        Vector512<float> r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-ExpCoefficients.DoublingHigh), x);
        r = Vector512.FusedMultiplyAdd(n, Vector512.Create(-ExpCoefficients.DoublingLow), r);
        Vector512<float> p = Vector512.Create(ExpCoefficients.P0);
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(ExpCoefficients.P1));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(ExpCoefficients.P2));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(ExpCoefficients.P3));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(ExpCoefficients.P4));
        p = Vector512.FusedMultiplyAdd(p, r, Vector512.Create(ExpCoefficients.P5));
        p = Vector512.FusedMultiplyAdd(p, r * r, r) + Vector512<float>.One;
        return Avx512F.IsSupported ? Avx512F.Scale(p, n) : Scaled(p, n);
    }

    /// <summary>The natural logarithm of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Log(Vector512<float> value) => Vector512.Log(value);

    /// <summary>The sine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Sin(Vector512<float> value) => LaneLoop.Sin<Vector512<float>, float>(value);

    /// <summary>The cosine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Cos(Vector512<float> value) => LaneLoop.Cos<Vector512<float>, float>(value);

    /// <summary>Every lane of <paramref name="x"/> raised to that of <paramref name="y"/>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y) => LaneLoop.Pow<Vector512<float>, float>(x, y);

    /// <summary>The square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Sqrt(Vector512<float> value) => Vector512.Sqrt(value);

    /// <summary>One over the square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Rsqrt(Vector512<float> value) => Vector512<float>.One / Vector512.Sqrt(value);

    /// <summary>The largest whole number not above every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Floor(Vector512<float> value) => Vector512.Floor(value);

    /// <summary>The smallest whole number not below every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Ceiling(Vector512<float> value) => Vector512.Ceiling(value);

    /// <summary>The absolute value of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Abs<T>(Vector512<T> value)
        where T : unmanaged => Vector512.Abs(value);

    /// <summary>The smaller of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Min<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged => Vector512.Min(x, y);

    /// <summary>The larger of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Max<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged => Vector512.Max(x, y);

    /// <summary>The hyperbolic tangent of every lane: a polynomial near 0, elsewhere <c>1 - 2 / (exp(2 |x|) + 1)</c> with the sign of x.</summary>
    [MethodImpl(Inline)]
    public static Vector512<float> Tanh(Vector512<float> value)
    {
        Vector512<float> magnitude = Vector512.Abs(value);
        Vector512<float> one = Vector512<float>.One;
        Vector512<float> far = one - ((one + one) / (Exp(magnitude + magnitude) + one));
        Vector512<float> s = value * value;
        Vector512<float> p = Vector512.Create(TanhCoefficients.P0);
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.P1));
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.P2));
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.P3));
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.P4));
        Vector512<float> near = Vector512.FusedMultiplyAdd(p * s, value, value);
        Vector512<float> isNear = Vector512.LessThan(magnitude, Vector512.Create(TanhCoefficients.Near));
        return Vector512.CopySign(Vector512.ConditionalSelect(isNear, near, far), value);
    }

    /// <summary><c>p 2^n</c> for whole n from -150 to 128, in two steps, of which only the second may round.</summary>
    [MethodImpl(Inline)]
    private static Vector512<float> Scaled(Vector512<float> p, Vector512<float> n)
    {
        Vector512<int> whole = Vector512.ConvertToInt32(n), half = Vector512.ShiftRightArithmetic(whole, 1), bias = Vector512.Create(127);
        Vector512<float> first = Vector512.ShiftLeft(half + bias, 23).AsSingle(), second = Vector512.ShiftLeft(whole - half + bias, 23).AsSingle();
        return p * first * second;
    }
}
