using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Functions of floating-point numbers; they agree with <see cref="MathF"/> within a few units in the last place.</content>
public static unsafe partial class Lanes4
{
    /// <summary>The e raised to every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Exp(Vector128<float> value)
    {
        // The order of the operands keeps what is not a number.
        Vector128<float> x = Vector128.MaxNative(Vector128.Create(ExpCoefficients.Least), Vector128.MinNative(Vector128.Create(ExpCoefficients.Most), value));
        Vector128<float> n = Vector128.Round(x * Vector128.Create(ExpCoefficients.PerDoubling));
        Vector128<float> r = Vector128.FusedMultiplyAdd(n, Vector128.Create(-ExpCoefficients.DoublingHigh), x);
        r = Vector128.FusedMultiplyAdd(n, Vector128.Create(-ExpCoefficients.DoublingLow), r);
        Vector128<float> p = Vector128.Create(ExpCoefficients.P0);
        p = Vector128.FusedMultiplyAdd(p, r, Vector128.Create(ExpCoefficients.P1));
        p = Vector128.FusedMultiplyAdd(p, r, Vector128.Create(ExpCoefficients.P2));
        p = Vector128.FusedMultiplyAdd(p, r, Vector128.Create(ExpCoefficients.P3));
        p = Vector128.FusedMultiplyAdd(p, r, Vector128.Create(ExpCoefficients.P4));
        p = Vector128.FusedMultiplyAdd(p, r, Vector128.Create(ExpCoefficients.P5));
        p = Vector128.FusedMultiplyAdd(p, r * r, r) + Vector128<float>.One;
        return Scaled(p, n);
    }

    /// <inheritdoc cref="Exp(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Exp(Vector256<double> value) => Vector256.Exp(value);

    /// <summary>The natural logarithm of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Log(Vector128<float> value) => Vector128.Log(value);

    /// <inheritdoc cref="Log(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Log(Vector256<double> value) => Vector256.Log(value);

    /// <summary>The sine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Sin(Vector128<float> value) => LaneLoop.Sin<Vector128<float>, float>(value);

    /// <inheritdoc cref="Sin(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Sin(Vector256<double> value) => LaneLoop.Sin<Vector256<double>, double>(value);

    /// <summary>The cosine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Cos(Vector128<float> value) => LaneLoop.Cos<Vector128<float>, float>(value);

    /// <inheritdoc cref="Cos(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Cos(Vector256<double> value) => LaneLoop.Cos<Vector256<double>, double>(value);

    /// <summary>Every lane of <paramref name="x"/> raised to that of <paramref name="y"/>.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Pow(Vector128<float> x, Vector128<float> y) => LaneLoop.Pow<Vector128<float>, float>(x, y);

    /// <inheritdoc cref="Pow(Vector128{float}, Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Pow(Vector256<double> x, Vector256<double> y) => LaneLoop.Pow<Vector256<double>, double>(x, y);

    /// <summary>The square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Sqrt(Vector128<float> value) => Vector128.Sqrt(value);

    /// <inheritdoc cref="Sqrt(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Sqrt(Vector256<double> value) => Vector256.Sqrt(value);

    /// <summary>One over the square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Rsqrt(Vector128<float> value) => Vector128<float>.One / Vector128.Sqrt(value);

    /// <inheritdoc cref="Rsqrt(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Rsqrt(Vector256<double> value) => Vector256<double>.One / Vector256.Sqrt(value);

    /// <summary>The largest whole number not above every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Floor(Vector128<float> value) => Vector128.Floor(value);

    /// <inheritdoc cref="Floor(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Floor(Vector256<double> value) => Vector256.Floor(value);

    /// <summary>The smallest whole number not below every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Ceiling(Vector128<float> value) => Vector128.Ceiling(value);

    /// <inheritdoc cref="Ceiling(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Ceiling(Vector256<double> value) => Vector256.Ceiling(value);

    /// <summary>The absolute value of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Abs<T>(Vector128<T> value)
        where T : unmanaged => Vector128.Abs(value);

    /// <inheritdoc cref="Abs{T}(Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> Abs<T>(Vector256<T> value)
        where T : unmanaged => Vector256.Abs(value);

    /// <summary>The smaller of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Min<T>(Vector128<T> x, Vector128<T> y)
        where T : unmanaged => Vector128.Min(x, y);

    /// <inheritdoc cref="Min{T}(Vector128{T}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> Min<T>(Vector256<T> x, Vector256<T> y)
        where T : unmanaged => Vector256.Min(x, y);

    /// <summary>The larger of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Max<T>(Vector128<T> x, Vector128<T> y)
        where T : unmanaged => Vector128.Max(x, y);

    /// <inheritdoc cref="Max{T}(Vector128{T}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> Max<T>(Vector256<T> x, Vector256<T> y)
        where T : unmanaged => Vector256.Max(x, y);

    /// <summary>The hyperbolic tangent of every lane: a polynomial near 0, elsewhere <c>1 - 2 / (exp(2 |x|) + 1)</c> with the sign of x.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> Tanh(Vector128<float> value)
    {
        Vector128<float> magnitude = Vector128.Abs(value);
        Vector128<float> one = Vector128<float>.One;
        Vector128<float> far = one - ((one + one) / (Exp(magnitude + magnitude) + one));
        Vector128<float> s = value * value;
        Vector128<float> p = Vector128.Create(TanhCoefficients.P0);
        p = Vector128.FusedMultiplyAdd(p, s, Vector128.Create(TanhCoefficients.P1));
        p = Vector128.FusedMultiplyAdd(p, s, Vector128.Create(TanhCoefficients.P2));
        p = Vector128.FusedMultiplyAdd(p, s, Vector128.Create(TanhCoefficients.P3));
        p = Vector128.FusedMultiplyAdd(p, s, Vector128.Create(TanhCoefficients.P4));
        Vector128<float> near = Vector128.FusedMultiplyAdd(p * s, value, value);
        Vector128<float> isNear = Vector128.LessThan(magnitude, Vector128.Create(TanhCoefficients.Near));
        return Vector128.CopySign(Vector128.ConditionalSelect(isNear, near, far), value);
    }

    /// <inheritdoc cref="Tanh(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Tanh(Vector256<double> value)
    {
        Vector256<double> magnitude = Vector256.Abs(value);
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> far = one - ((one + one) / (Vector256.Exp(magnitude + magnitude) + one));
        Vector256<double> s = value * value;
        Vector256<double> p = Vector256.Create(TanhCoefficients.N0);
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.N1));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.N2));
        Vector256<double> q = s + Vector256.Create(TanhCoefficients.D0);
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(TanhCoefficients.D1));
        q = Vector256.FusedMultiplyAdd(q, s, Vector256.Create(TanhCoefficients.D2));
        Vector256<double> near = Vector256.FusedMultiplyAdd(p / q * s, value, value);
        Vector256<double> isNear = Vector256.LessThan(magnitude, Vector256.Create((double)TanhCoefficients.Near));
        return Vector256.CopySign(Vector256.ConditionalSelect(isNear, near, far), value);
    }

    /// <summary><c>p 2^n</c> for whole n from -150 to 128, in two steps, of which only the second may round.</summary>
    [MethodImpl(Inline)]
    private static Vector128<float> Scaled(Vector128<float> p, Vector128<float> n)
    {
        Vector128<int> whole = Vector128.ConvertToInt32(n), half = Vector128.ShiftRightArithmetic(whole, 1), bias = Vector128.Create(127);
        Vector128<float> first = Vector128.ShiftLeft(half + bias, 23).AsSingle(), second = Vector128.ShiftLeft(whole - half + bias, 23).AsSingle();
        return p * first * second;
    }
}
