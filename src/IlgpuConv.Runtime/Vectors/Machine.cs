using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <summary>
/// The operations of the lane classes that have an instruction of their own on some machines. Overloads differ by the width of their
/// vectors; wider forms fall back to narrower ones and these to loops.
/// </summary>
internal static unsafe partial class Machine
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    [MethodImpl(Inline)]
    public static Vector256<long> Widen(Vector128<int> value) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int64(value)
        : Vector256.Create(Vector128.WidenLower(value), Vector128.WidenUpper(value));

    [MethodImpl(Inline)]
    public static Vector512<long> Widen(Vector256<int> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Int64(value)
        : Vector512.Create(Widen(value.GetLower()), Widen(value.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector256<ulong> Widen(Vector128<uint> value) => Avx2.IsSupported
        ? Avx2.ConvertToVector256Int64(value).AsUInt64()
        : Vector256.Create(Vector128.WidenLower(value), Vector128.WidenUpper(value));

    [MethodImpl(Inline)]
    public static Vector512<ulong> Widen(Vector256<uint> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512UInt64(value)
        : Vector512.Create(Widen(value.GetLower()), Widen(value.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<int> Narrow(Vector256<long> value) => Avx512F.VL.IsSupported
        ? Avx512F.VL.ConvertToVector128Int32(value)
        : Vector128.Narrow(value.GetLower(), value.GetUpper());

    [MethodImpl(Inline)]
    public static Vector256<int> Narrow(Vector512<long> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256Int32(value)
        : Vector256.Create(Narrow(value.GetLower()), Narrow(value.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector128<int> value) => Avx.IsSupported
        ? Avx.ConvertToVector256Double(value)
        : Vector256.ConvertToDouble(Widen(value));

    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector256<int> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Double(value)
        : Vector512.Create(ToDouble(value.GetLower()), ToDouble(value.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector256<double> ToDouble(Vector128<float> value) => Avx.IsSupported
        ? Avx.ConvertToVector256Double(value)
        : Vector256.Create(Vector128.WidenLower(value), Vector128.WidenUpper(value));

    [MethodImpl(Inline)]
    public static Vector512<double> ToDouble(Vector256<float> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Double(value)
        : Vector512.Create(ToDouble(value.GetLower()), ToDouble(value.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<float> ToFloat(Vector256<double> value) => Avx.IsSupported
        ? Avx.ConvertToVector128Single(value)
        : Vector128.Narrow(value.GetLower(), value.GetUpper());

    [MethodImpl(Inline)]
    public static Vector256<float> ToFloat(Vector512<double> value) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector256Single(value)
        : Vector256.Create(ToFloat(value.GetLower()), ToFloat(value.GetUpper()));

    /// <summary>Quotients of 32-bit integers are exact through double precision.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> Divide(Vector128<int> a, Vector128<int> b, Vector128<int> mask)
    {
        if (!Avx.IsSupported) return LaneLoop.Divide<Vector128<int>, int, Vector128<int>>(a, b, mask);
        CheckDivisor((mask & Vector128.Equals(b, default)) != default);
        return Avx.ConvertToVector128Int32WithTruncation(ToDouble(a) / ToDouble(b));
    }

    [MethodImpl(Inline)]
    public static Vector256<int> Divide(Vector256<int> a, Vector256<int> b, Vector256<int> mask)
    {
        if (!Avx512F.IsSupported)
            return Vector256.Create(Divide(a.GetLower(), b.GetLower(), mask.GetLower()), Divide(a.GetUpper(), b.GetUpper(), mask.GetUpper()));
        CheckDivisor((mask & Vector256.Equals(b, default)) != default);
        return Avx512F.ConvertToVector256Int32WithTruncation(ToDouble(a) / ToDouble(b));
    }

    [MethodImpl(Inline)]
    public static Vector512<int> Divide(Vector512<int> a, Vector512<int> b, Vector512<int> mask) =>
        Vector512.Create(Divide(a.GetLower(), b.GetLower(), mask.GetLower()), Divide(a.GetUpper(), b.GetUpper(), mask.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<uint> Divide(Vector128<uint> a, Vector128<uint> b, Vector128<int> mask)
    {
        if (!Avx512F.VL.IsSupported) return LaneLoop.Divide<Vector128<uint>, uint, Vector128<int>>(a, b, mask);
        CheckDivisor((mask & Vector128.Equals(b.AsInt32(), default)) != default);
        return Avx512F.VL.ConvertToVector128UInt32WithTruncation(Avx512F.VL.ConvertToVector256Double(a) / Avx512F.VL.ConvertToVector256Double(b));
    }

    [MethodImpl(Inline)]
    public static Vector256<uint> Divide(Vector256<uint> a, Vector256<uint> b, Vector256<int> mask)
    {
        if (!Avx512F.IsSupported) return LaneLoop.Divide<Vector256<uint>, uint, Vector256<int>>(a, b, mask);
        CheckDivisor((mask & Vector256.Equals(b.AsInt32(), default)) != default);
        return Avx512F.ConvertToVector256UInt32WithTruncation(Avx512F.ConvertToVector512Double(a) / Avx512F.ConvertToVector512Double(b));
    }

    [MethodImpl(Inline)]
    public static Vector512<uint> Divide(Vector512<uint> a, Vector512<uint> b, Vector512<int> mask) =>
        Vector512.Create(Divide(a.GetLower(), b.GetLower(), mask.GetLower()), Divide(a.GetUpper(), b.GetUpper(), mask.GetUpper()));

    [MethodImpl(Inline)]
    private static void CheckDivisor(bool isZero)
    {
        if (isZero) Throw();
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Throw() => throw new DivideByZeroException();
    }
}
