using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Loads and stores of 8-byte elements, and those with 8-byte indices.</content>
public static unsafe partial class Lanes4
{
    /// <inheritdoc cref="MaskLoad{T}(T*, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> MaskLoad(double* p, Vector128<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="MaskLoad{T}(T*, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> MaskLoad(long* p, Vector128<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask));

    /// <inheritdoc cref="MaskLoad{T}(T*, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> MaskLoad(ulong* p, Vector128<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="MaskStore{T}(T*, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static void MaskStore<T>(T* p, Vector128<int> mask, Vector256<T> value)
        where T : unmanaged => Machine.MaskStore((long*)p, Machine.Widen(mask), value.As<T, long>());

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<T> Gather<T>(T* p, Vector256<long> index, Vector128<int> mask)
        where T : unmanaged => Machine.Gather((int*)p, index, mask).As<int, T>();

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Gather(double* p, Vector128<int> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> Gather(long* p, Vector128<int> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask));

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> Gather(ulong* p, Vector128<int> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<double> Gather(double* p, Vector256<long> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<long> Gather(long* p, Vector256<long> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask));

    /// <inheritdoc cref="Gather{T}(T*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<ulong> Gather(ulong* p, Vector256<long> index, Vector128<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="Scatter{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector128<int> index, Vector128<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector256<T>, int, Vector128<int>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="Scatter{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector256<long> index, Vector128<int> mask, Vector128<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector128<T>, long, Vector256<long>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="Scatter{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector256<long> index, Vector128<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector256<T>, long, Vector256<long>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> AtomicAdd<T>(T* p, Vector128<int> index, Vector128<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector256<T>, int, Vector128<int>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector128<T> AtomicAdd<T>(T* p, Vector256<long> index, Vector128<int> mask, Vector128<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector128<T>, long, Vector256<long>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector128{int}, Vector128{int}, Vector128{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> AtomicAdd<T>(T* p, Vector256<long> index, Vector128<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector256<T>, long, Vector256<long>, Vector128<int>>(p, index, mask, value);

    /// <inheritdoc cref="GatherByte(byte*, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static Vector128<int> GatherByte(byte* p, Vector256<long> index, Vector128<int> mask) =>
        LaneLoop.GatherByte<long, Vector256<long>, Vector128<int>>(p, index, mask);

    /// <inheritdoc cref="ScatterByte(byte*, Vector128{int}, Vector128{int}, Vector128{int})"/>
    [MethodImpl(Inline)]
    public static void ScatterByte(byte* p, Vector256<long> index, Vector128<int> mask, Vector128<int> value) =>
        LaneLoop.ScatterByte<long, Vector256<long>, Vector128<int>>(p, index, mask, value);
}
