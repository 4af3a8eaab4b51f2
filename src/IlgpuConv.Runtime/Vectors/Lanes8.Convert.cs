using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>
/// Conversions as an unchecked cast does them: integers wrap, and a float that does not fit becomes the nearest integer, NaN 0.
/// </content>
public static unsafe partial class Lanes8
{
    /// <summary>Every lane cast to <c>int</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> ToInt32(Vector256<float> value) => Vector256.ConvertToInt32(value);

    /// <inheritdoc cref="ToInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<int> ToInt32(Vector256<uint> value) => value.AsInt32();

    /// <summary>Every lane cast to <c>uint</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<uint> ToUInt32(Vector256<float> value) => Vector256.ConvertToUInt32(value);

    /// <inheritdoc cref="ToUInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ToUInt32(Vector256<int> value) => value.AsUInt32();

    /// <summary>Every lane cast to <c>float</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector256<int> value) => Vector256.ConvertToSingle(value);

    /// <inheritdoc cref="ToFloat(Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector256<uint> value) => Vector256.ConvertToSingle(value);

    /// <inheritdoc cref="ToInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<int> ToInt32(Vector512<long> value) => Machine.Narrow(value);

    /// <inheritdoc cref="ToInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<int> ToInt32(Vector512<ulong> value) => Machine.Narrow(value.AsInt64());

    /// <inheritdoc cref="ToInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<int> ToInt32(Vector512<double> value) =>
        Machine.Narrow(Vector512.Clamp(Vector512.ConvertToInt64(value), Vector512.Create((long)int.MinValue), Vector512.Create((long)int.MaxValue)));

    /// <inheritdoc cref="ToUInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ToUInt32(Vector512<long> value) => Machine.Narrow(value).AsUInt32();

    /// <inheritdoc cref="ToUInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ToUInt32(Vector512<ulong> value) => Machine.Narrow(value.AsInt64()).AsUInt32();

    /// <inheritdoc cref="ToUInt32(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<uint> ToUInt32(Vector512<double> value) =>
        Machine.Narrow(Vector512.Clamp(Vector512.ConvertToInt64(value), default, Vector512.Create((long)uint.MaxValue))).AsUInt32();

    /// <summary>Every lane cast to <c>long</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<long> ToInt64(Vector256<float> value) => Vector512.ConvertToInt64(Machine.ToDouble(value));

    /// <inheritdoc cref="ToInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> ToInt64(Vector512<double> value) => Vector512.ConvertToInt64(value);

    /// <inheritdoc cref="ToInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> ToInt64(Vector256<int> value) => Machine.Widen(value);

    /// <inheritdoc cref="ToInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> ToInt64(Vector256<uint> value) => Machine.Widen(value).AsInt64();

    /// <inheritdoc cref="ToInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> ToInt64(Vector512<ulong> value) => value.AsInt64();

    /// <summary>Every lane cast to <c>ulong</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ToUInt64(Vector256<float> value) => Vector512.ConvertToUInt64(Machine.ToDouble(value));

    /// <inheritdoc cref="ToUInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ToUInt64(Vector512<double> value) => Vector512.ConvertToUInt64(value);

    /// <inheritdoc cref="ToUInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ToUInt64(Vector256<int> value) => Machine.Widen(value).AsUInt64();

    /// <inheritdoc cref="ToUInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ToUInt64(Vector256<uint> value) => Machine.Widen(value);

    /// <inheritdoc cref="ToUInt64(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> ToUInt64(Vector512<long> value) => value.AsUInt64();

    /// <inheritdoc cref="ToFloat(Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector512<double> value) => Machine.ToFloat(value);

    /// <inheritdoc cref="ToFloat(Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector512<long> value) =>
        LaneLoop.Convert<Vector512<long>, long, Vector256<float>, float>(value);

    /// <inheritdoc cref="ToFloat(Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector512<ulong> value) =>
        LaneLoop.Convert<Vector512<ulong>, ulong, Vector256<float>, float>(value);

    /// <summary>Every lane cast to <c>double</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector256<float> value) => Machine.ToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector256<int> value) => Machine.ToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector256<uint> value) => Vector512.ConvertToDouble(Machine.Widen(value).AsInt64());

    /// <inheritdoc cref="ToDouble(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector512<long> value) => Vector512.ConvertToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector256{float})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector512<ulong> value) => Vector512.ConvertToDouble(value);
}
