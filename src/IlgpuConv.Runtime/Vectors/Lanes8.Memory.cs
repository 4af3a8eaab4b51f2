using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Loads and stores. The memory of an inactive lane is not touched, and its value is 0.</content>
public static unsafe partial class Lanes8
{
    /// <summary>The active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> MaskLoad<T>(T* p, Vector256<int> mask)
        where T : unmanaged => Machine.MaskLoad((int*)p, mask).As<int, T>();

    /// <summary>Writes the active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStore<T>(T* p, Vector256<int> mask, Vector256<T> value)
        where T : unmanaged => Machine.MaskStore((int*)p, mask, value.As<T, int>());

    /// <summary>The elements <c>p[index]</c> of the active lanes.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> Gather<T>(T* p, Vector256<int> index, Vector256<int> mask)
        where T : unmanaged => Machine.Gather((int*)p, index, mask).As<int, T>();

    /// <summary>Writes <c>p[index]</c> in the order of the lanes: where indices are equal the last active lane wins.</summary>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector256<int> index, Vector256<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector256<T>, int, Vector256<int>, Vector256<int>>(p, index, mask, value);

    /// <summary>Adds to <c>p[index]</c> atomically in the order of the lanes; returns what was there before.</summary>
    [MethodImpl(Inline)]
    public static Vector256<T> AtomicAdd<T>(T* p, Vector256<int> index, Vector256<int> mask, Vector256<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector256<T>, int, Vector256<int>, Vector256<int>>(p, index, mask, value);

    /// <summary>8 bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> LoadByte(byte* p) => Machine.LoadByte8(p);

    /// <summary>The active bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> MaskLoadByte(byte* p, Vector256<int> mask) =>
        LaneLoop.GatherByte<int, Vector256<int>, Vector256<int>>(p, Ids, mask);

    /// <summary>The bytes <c>p[index]</c> of the active lanes, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector256<int> GatherByte(byte* p, Vector256<int> index, Vector256<int> mask) =>
        LaneLoop.GatherByte<int, Vector256<int>, Vector256<int>>(p, index, mask);

    /// <summary>Writes the low 8 bits of every lane from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector256<int> value) => Machine.StoreByte(p, value);

    /// <summary>Writes the low 8 bits of the active lanes from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStoreByte(byte* p, Vector256<int> mask, Vector256<int> value) =>
        LaneLoop.ScatterByte<int, Vector256<int>, Vector256<int>>(p, Ids, mask, value);

    /// <summary>Writes the low 8 bits of the active lanes to <c>p[index]</c>, in the order of the lanes.</summary>
    [MethodImpl(Inline)]
    public static void ScatterByte(byte* p, Vector256<int> index, Vector256<int> mask, Vector256<int> value) =>
        LaneLoop.ScatterByte<int, Vector256<int>, Vector256<int>>(p, index, mask, value);
}
