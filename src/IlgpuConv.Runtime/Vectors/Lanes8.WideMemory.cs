using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Loads and stores of 8-byte elements, and those with 8-byte indices.</content>
public static unsafe partial class Lanes8
{
    /// <inheritdoc cref="MaskLoad{T}(T*, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> MaskLoad(double* p, Vector256<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="MaskLoad{T}(T*, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> MaskLoad(long* p, Vector256<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask));

    /// <inheritdoc cref="MaskLoad{T}(T*, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> MaskLoad(ulong* p, Vector256<int> mask) => Machine.MaskLoad((long*)p, Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="MaskStore{T}(T*, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static void MaskStore<T>(T* p, Vector256<int> mask, Vector512<T> value)
        where T : unmanaged => Machine.MaskStore((long*)p, Machine.Widen(mask), value.As<T, long>());

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> Gather<T>(T* p, Vector512<long> index, Vector256<int> mask)
        where T : unmanaged => Machine.Gather((int*)p, index, mask).As<int, T>();

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Gather(double* p, Vector256<int> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> Gather(long* p, Vector256<int> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask));

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> Gather(ulong* p, Vector256<int> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, Machine.Widen(index), Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<double> Gather(double* p, Vector512<long> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask)).AsDouble();

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<long> Gather(long* p, Vector512<long> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask));

    /// <inheritdoc cref="Gather{T}(T*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector512<ulong> Gather(ulong* p, Vector512<long> index, Vector256<int> mask) =>
        Machine.Gather((long*)p, index, Machine.Widen(mask)).AsUInt64();

    /// <inheritdoc cref="Scatter{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector256<int> index, Vector256<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector512<T>, int, Vector256<int>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="Scatter{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector512<long> index, Vector256<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector256<T>, long, Vector512<long>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="Scatter{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector512<long> index, Vector256<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector512<T>, long, Vector512<long>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> AtomicAdd<T>(T* p, Vector256<int> index, Vector256<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector512<T>, int, Vector256<int>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector256<T> AtomicAdd<T>(T* p, Vector512<long> index, Vector256<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector256<T>, long, Vector512<long>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="AtomicAdd{T}(T*, Vector256{int}, Vector256{int}, Vector256{T})"/>
    [MethodImpl(Inline)]
    public static Vector512<T> AtomicAdd<T>(T* p, Vector512<long> index, Vector256<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector512<T>, long, Vector512<long>, Vector256<int>>(p, index, mask, value);

    /// <inheritdoc cref="GatherByte(byte*, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static Vector256<int> GatherByte(byte* p, Vector512<long> index, Vector256<int> mask) =>
        LaneLoop.GatherByte<long, Vector512<long>, Vector256<int>>(p, index, mask);

    /// <inheritdoc cref="ScatterByte(byte*, Vector256{int}, Vector256{int}, Vector256{int})"/>
    [MethodImpl(Inline)]
    public static void ScatterByte(byte* p, Vector512<long> index, Vector256<int> mask, Vector256<int> value) =>
        LaneLoop.ScatterByte<long, Vector512<long>, Vector256<int>>(p, index, mask, value);
}
