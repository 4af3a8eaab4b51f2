using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Functions of floating-point numbers; they agree with <see cref="MathF"/> within a few units in the last place.</content>
public static unsafe partial class Lanes8
{
    /// <summary>The e raised to every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Exp(Vector256<float> value)
    {
        // The order of the operands keeps what is not a number.
        Vector256<float> x = Vector256.MaxNative(Vector256.Create(ExpCoefficients.Least), Vector256.MinNative(Vector256.Create(ExpCoefficients.Most), value));
        Vector256<float> n = Vector256.Round(x * Vector256.Create(ExpCoefficients.PerDoubling));
        Vector256<float> r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-ExpCoefficients.DoublingHigh), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-ExpCoefficients.DoublingLow), r);
        Vector256<float> p = Vector256.Create(ExpCoefficients.P0);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(ExpCoefficients.P1));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(ExpCoefficients.P2));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(ExpCoefficients.P3));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(ExpCoefficients.P4));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(ExpCoefficients.P5));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        return Scaled(p, n);
    }

    /// <inheritdoc cref="Exp(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Exp(Vector512<double> value) => Vector512.Exp(value);

    /// <summary>The natural logarithm of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Log(Vector256<float> value) => Vector256.Log(value);

    /// <inheritdoc cref="Log(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Log(Vector512<double> value) => Vector512.Log(value);

    /// <summary>The sine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Sin(Vector256<float> value) => LaneLoop.Sin<Vector256<float>, float>(value);

    /// <inheritdoc cref="Sin(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Sin(Vector512<double> value) => LaneLoop.Sin<Vector512<double>, double>(value);

    /// <summary>The cosine of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Cos(Vector256<float> value) => LaneLoop.Cos<Vector256<float>, float>(value);

    /// <inheritdoc cref="Cos(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Cos(Vector512<double> value) => LaneLoop.Cos<Vector512<double>, double>(value);

    /// <summary>Every lane of <paramref name="x"/> raised to that of <paramref name="y"/>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Pow(Vector256<float> x, Vector256<float> y) => LaneLoop.Pow<Vector256<float>, float>(x, y);

    /// <inheritdoc cref="Pow(Vector256{float}, Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Pow(Vector512<double> x, Vector512<double> y) => LaneLoop.Pow<Vector512<double>, double>(x, y);

    /// <summary>The square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Sqrt(Vector256<float> value) => Vector256.Sqrt(value);

    /// <inheritdoc cref="Sqrt(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Sqrt(Vector512<double> value) => Vector512.Sqrt(value);

    /// <summary>One over the square root of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Rsqrt(Vector256<float> value) => Vector256<float>.One / Vector256.Sqrt(value);

    /// <inheritdoc cref="Rsqrt(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Rsqrt(Vector512<double> value) => Vector512<double>.One / Vector512.Sqrt(value);

    /// <summary>The largest whole number not above every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Floor(Vector256<float> value) => Vector256.Floor(value);

    /// <inheritdoc cref="Floor(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Floor(Vector512<double> value) => Vector512.Floor(value);

    /// <summary>The smallest whole number not below every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Ceiling(Vector256<float> value) => Vector256.Ceiling(value);

    /// <inheritdoc cref="Ceiling(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Ceiling(Vector512<double> value) => Vector512.Ceiling(value);

    /// <summary>The absolute value of every lane.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Abs<T>(Vector256<T> value)
        where T : unmanaged => Vector256.Abs(value);

    /// <inheritdoc cref="Abs{T}(Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> Abs<T>(Vector512<T> value)
        where T : unmanaged => Vector512.Abs(value);

    /// <summary>The smaller of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Min<T>(Vector256<T> x, Vector256<T> y)
        where T : unmanaged => Vector256.Min(x, y);

    /// <inheritdoc cref="Min{T}(Vector256{T}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> Min<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged => Vector512.Min(x, y);

    /// <summary>The larger of two values in every lane; NaN when one is NaN.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Max<T>(Vector256<T> x, Vector256<T> y)
        where T : unmanaged => Vector256.Max(x, y);

    /// <inheritdoc cref="Max{T}(Vector256{T}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> Max<T>(Vector512<T> x, Vector512<T> y)
        where T : unmanaged => Vector512.Max(x, y);

    /// <summary>The hyperbolic tangent of every lane: a polynomial near 0, elsewhere <c>1 - 2 / (exp(2 |x|) + 1)</c> with the sign of x.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> Tanh(Vector256<float> value)
    {
        Vector256<float> magnitude = Vector256.Abs(value);
        Vector256<float> one = Vector256<float>.One;
        Vector256<float> far = one - ((one + one) / (Exp(magnitude + magnitude) + one));
        Vector256<float> s = value * value;
        Vector256<float> p = Vector256.Create(TanhCoefficients.P0);
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.P1));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.P2));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.P3));
        p = Vector256.FusedMultiplyAdd(p, s, Vector256.Create(TanhCoefficients.P4));
        Vector256<float> near = Vector256.FusedMultiplyAdd(p * s, value, value);
        Vector256<float> isNear = Vector256.LessThan(magnitude, Vector256.Create(TanhCoefficients.Near));
        return Vector256.CopySign(Vector256.ConditionalSelect(isNear, near, far), value);
    }

    /// <inheritdoc cref="Tanh(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Tanh(Vector512<double> value)
    {
        Vector512<double> magnitude = Vector512.Abs(value);
        Vector512<double> one = Vector512<double>.One;
        Vector512<double> far = one - ((one + one) / (Vector512.Exp(magnitude + magnitude) + one));
        Vector512<double> s = value * value;
        Vector512<double> p = Vector512.Create(TanhCoefficients.N0);
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.N1));
        p = Vector512.FusedMultiplyAdd(p, s, Vector512.Create(TanhCoefficients.N2));
        Vector512<double> q = s + Vector512.Create(TanhCoefficients.D0);
        q = Vector512.FusedMultiplyAdd(q, s, Vector512.Create(TanhCoefficients.D1));
        q = Vector512.FusedMultiplyAdd(q, s, Vector512.Create(TanhCoefficients.D2));
        Vector512<double> near = Vector512.FusedMultiplyAdd(p / q * s, value, value);
        Vector512<double> isNear = Vector512.LessThan(magnitude, Vector512.Create((double)TanhCoefficients.Near));
        return Vector512.CopySign(Vector512.ConditionalSelect(isNear, near, far), value);
    }

    /// <summary><c>p 2^n</c> for whole n from -150 to 128, in two steps, of which only the second may round.</summary>
    [MethodImpl(Inline)]
    private static Vector256<float> Scaled(Vector256<float> p, Vector256<float> n)
    {
        Vector256<int> whole = Vector256.ConvertToInt32(n), half = Vector256.ShiftRightArithmetic(whole, 1), bias = Vector256.Create(127);
        Vector256<float> first = Vector256.ShiftLeft(half + bias, 23).AsSingle(), second = Vector256.ShiftLeft(whole - half + bias, 23).AsSingle();
        return p * first * second;
    }
}
