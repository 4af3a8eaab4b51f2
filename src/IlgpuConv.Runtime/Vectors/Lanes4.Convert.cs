using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>
/// Conversions as an unchecked cast does them: integers wrap, and a float that does not fit becomes the nearest integer, NaN 0.
/// </content>
public static unsafe partial class Lanes4
{
    /// <summary>Every lane cast to <c>int</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> ToInt32(Vector128<float> value) => Vector128.ConvertToInt32(value);

    /// <inheritdoc cref="ToInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<int> ToInt32(Vector128<uint> value) => value.AsInt32();

    /// <summary>Every lane cast to <c>uint</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector128<uint> ToUInt32(Vector128<float> value) => Vector128.ConvertToUInt32(value);

    /// <inheritdoc cref="ToUInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ToUInt32(Vector128<int> value) => value.AsUInt32();

    /// <summary>Every lane cast to <c>float</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector128<int> value) => Vector128.ConvertToSingle(value);

    /// <inheritdoc cref="ToFloat(Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector128<uint> value) => Vector128.ConvertToSingle(value);

    /// <inheritdoc cref="ToInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<int> ToInt32(Vector256<long> value) => Machine.Narrow(value);

    /// <inheritdoc cref="ToInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<int> ToInt32(Vector256<ulong> value) => Machine.Narrow(value.AsInt64());

    /// <inheritdoc cref="ToInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<int> ToInt32(Vector256<double> value) =>
        Machine.Narrow(Vector256.Clamp(Vector256.ConvertToInt64(value), Vector256.Create((long)int.MinValue), Vector256.Create((long)int.MaxValue)));

    /// <inheritdoc cref="ToUInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ToUInt32(Vector256<long> value) => Machine.Narrow(value).AsUInt32();

    /// <inheritdoc cref="ToUInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ToUInt32(Vector256<ulong> value) => Machine.Narrow(value.AsInt64()).AsUInt32();

    /// <inheritdoc cref="ToUInt32(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector128<uint> ToUInt32(Vector256<double> value) =>
        Machine.Narrow(Vector256.Clamp(Vector256.ConvertToInt64(value), default, Vector256.Create((long)uint.MaxValue))).AsUInt32();

    /// <summary>Every lane cast to <c>long</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<long> ToInt64(Vector128<float> value) => Vector256.ConvertToInt64(Machine.ToDouble(value));

    /// <inheritdoc cref="ToInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> ToInt64(Vector256<double> value) => Vector256.ConvertToInt64(value);

    /// <inheritdoc cref="ToInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> ToInt64(Vector128<int> value) => Machine.Widen(value);

    /// <inheritdoc cref="ToInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> ToInt64(Vector128<uint> value) => Machine.Widen(value).AsInt64();

    /// <inheritdoc cref="ToInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> ToInt64(Vector256<ulong> value) => value.AsInt64();

    /// <summary>Every lane cast to <c>ulong</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ToUInt64(Vector128<float> value) => Vector256.ConvertToUInt64(Machine.ToDouble(value));

    /// <inheritdoc cref="ToUInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ToUInt64(Vector256<double> value) => Vector256.ConvertToUInt64(value);

    /// <inheritdoc cref="ToUInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ToUInt64(Vector128<int> value) => Machine.Widen(value).AsUInt64();

    /// <inheritdoc cref="ToUInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ToUInt64(Vector128<uint> value) => Machine.Widen(value);

    /// <inheritdoc cref="ToUInt64(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> ToUInt64(Vector256<long> value) => value.AsUInt64();

    /// <inheritdoc cref="ToFloat(Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector256<double> value) => Machine.ToFloat(value);

    /// <inheritdoc cref="ToFloat(Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector256<long> value) =>
        LaneLoop.Convert<Vector256<long>, long, Vector128<float>, float>(value);

    /// <inheritdoc cref="ToFloat(Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector256<ulong> value) =>
        LaneLoop.Convert<Vector256<ulong>, ulong, Vector128<float>, float>(value);

    /// <summary>Every lane cast to <c>double</c>.</summary>
    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector128<float> value) => Machine.ToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector128<int> value) => Machine.ToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector128<uint> value) => Vector256.ConvertToDouble(Machine.Widen(value).AsInt64());

    /// <inheritdoc cref="ToDouble(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector256<long> value) => Vector256.ConvertToDouble(value);

    /// <inheritdoc cref="ToDouble(Vector128{float})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector256<ulong> value) => Vector256.ConvertToDouble(value);
}
