using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <content>Shifts by a count of its own in every lane; counts are below the width of the element.</content>
internal static unsafe partial class Machine
{
    [MethodImpl(Inline)]
    public static Vector128<int> ShiftLeft(Vector128<int> value, Vector128<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector128<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector128<uint> ShiftLeft(Vector128<uint> value, Vector128<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector128<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector256<int> ShiftLeft(Vector256<int> value, Vector256<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector256<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector256<uint> ShiftLeft(Vector256<uint> value, Vector256<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector256<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector256<long> ShiftLeft(Vector256<long> value, Vector256<ulong> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector256<long>, long>(value, count.AsInt64());

    [MethodImpl(Inline)]
    public static Vector256<ulong> ShiftLeft(Vector256<ulong> value, Vector256<ulong> count) => Avx2.IsSupported
        ? Avx2.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector256<ulong>, ulong>(value, count);

    [MethodImpl(Inline)]
    public static Vector512<int> ShiftLeft(Vector512<int> value, Vector512<uint> count) => Avx512F.IsSupported
        ? Avx512F.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector512<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector512<uint> ShiftLeft(Vector512<uint> value, Vector512<uint> count) => Avx512F.IsSupported
        ? Avx512F.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector512<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector512<long> ShiftLeft(Vector512<long> value, Vector512<ulong> count) => Avx512F.IsSupported
        ? Avx512F.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector512<long>, long>(value, count.AsInt64());

    [MethodImpl(Inline)]
    public static Vector512<ulong> ShiftLeft(Vector512<ulong> value, Vector512<ulong> count) => Avx512F.IsSupported
        ? Avx512F.ShiftLeftLogicalVariable(value, count)
        : LaneLoop.ShiftLeft<Vector512<ulong>, ulong>(value, count);

    [MethodImpl(Inline)]
    public static Vector128<int> ShiftRight(Vector128<int> value, Vector128<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftRightArithmeticVariable(value, count)
        : LaneLoop.ShiftRight<Vector128<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector128<uint> ShiftRight(Vector128<uint> value, Vector128<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftRightLogicalVariable(value, count)
        : LaneLoop.ShiftRight<Vector128<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector256<int> ShiftRight(Vector256<int> value, Vector256<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftRightArithmeticVariable(value, count)
        : LaneLoop.ShiftRight<Vector256<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector256<uint> ShiftRight(Vector256<uint> value, Vector256<uint> count) => Avx2.IsSupported
        ? Avx2.ShiftRightLogicalVariable(value, count)
        : LaneLoop.ShiftRight<Vector256<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector256<long> ShiftRight(Vector256<long> value, Vector256<ulong> count) => Avx512F.VL.IsSupported
        ? Avx512F.VL.ShiftRightArithmeticVariable(value, count)
        : LaneLoop.ShiftRight<Vector256<long>, long>(value, count.AsInt64());

    [MethodImpl(Inline)]
    public static Vector256<ulong> ShiftRight(Vector256<ulong> value, Vector256<ulong> count) => Avx2.IsSupported
        ? Avx2.ShiftRightLogicalVariable(value, count)
        : LaneLoop.ShiftRight<Vector256<ulong>, ulong>(value, count);

    [MethodImpl(Inline)]
    public static Vector512<int> ShiftRight(Vector512<int> value, Vector512<uint> count) => Avx512F.IsSupported
        ? Avx512F.ShiftRightArithmeticVariable(value, count)
        : LaneLoop.ShiftRight<Vector512<int>, int>(value, count.AsInt32());

    [MethodImpl(Inline)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, Vector512<uint> count) => Avx512F.IsSupported
        ? Avx512F.ShiftRightLogicalVariable(value, count)
        : LaneLoop.ShiftRight<Vector512<uint>, uint>(value, count);

    [MethodImpl(Inline)]
    public static Vector512<long> ShiftRight(Vector512<long> value, Vector512<ulong> count) => Avx512F.IsSupported
        ? Avx512F.ShiftRightArithmeticVariable(value, count)
        : LaneLoop.ShiftRight<Vector512<long>, long>(value, count.AsInt64());

    [MethodImpl(Inline)]
    public static Vector512<ulong> ShiftRight(Vector512<ulong> value, Vector512<ulong> count) => Avx512F.IsSupported
        ? Avx512F.ShiftRightLogicalVariable(value, count)
        : LaneLoop.ShiftRight<Vector512<ulong>, ulong>(value, count);
}
