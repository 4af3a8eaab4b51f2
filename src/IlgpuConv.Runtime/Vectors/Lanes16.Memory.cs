using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Loads and stores. The memory of an inactive lane is not touched, and its value is 0.</content>
public static unsafe partial class Lanes16
{
    /// <summary>The active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> MaskLoad<T>(T* p, Vector512<int> mask)
        where T : unmanaged => Machine.MaskLoad((int*)p, mask).As<int, T>();

    /// <summary>Writes the active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStore<T>(T* p, Vector512<int> mask, Vector512<T> value)
        where T : unmanaged => Machine.MaskStore((int*)p, mask, value.As<T, int>());

    /// <summary>The elements <c>p[index]</c> of the active lanes.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> Gather<T>(T* p, Vector512<int> index, Vector512<int> mask)
        where T : unmanaged => Machine.Gather((int*)p, index, mask).As<int, T>();

    /// <summary>Writes <c>p[index]</c> in the order of the lanes: where indices are equal the last active lane wins.</summary>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector512<int> index, Vector512<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector512<T>, int, Vector512<int>, Vector512<int>>(p, index, mask, value);

    /// <summary>Adds to <c>p[index]</c> atomically in the order of the lanes; returns what was there before.</summary>
    [MethodImpl(Inline)]
    public static Vector512<T> AtomicAdd<T>(T* p, Vector512<int> index, Vector512<int> mask, Vector512<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector512<T>, int, Vector512<int>, Vector512<int>>(p, index, mask, value);

    /// <summary>16 bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> LoadByte(byte* p) => Machine.LoadByte16(p);

    /// <summary>The active bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> MaskLoadByte(byte* p, Vector512<int> mask) =>
        LaneLoop.GatherByte<int, Vector512<int>, Vector512<int>>(p, Ids, mask);

    /// <summary>The bytes <c>p[index]</c> of the active lanes, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector512<int> GatherByte(byte* p, Vector512<int> index, Vector512<int> mask) =>
        LaneLoop.GatherByte<int, Vector512<int>, Vector512<int>>(p, index, mask);

    /// <summary>Writes the low 8 bits of every lane from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector512<int> value) => Machine.StoreByte(p, value);

    /// <summary>Writes the low 8 bits of the active lanes from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStoreByte(byte* p, Vector512<int> mask, Vector512<int> value) =>
        LaneLoop.ScatterByte<int, Vector512<int>, Vector512<int>>(p, Ids, mask, value);

    /// <summary>Writes the low 8 bits of the active lanes to <c>p[index]</c>, in the order of the lanes.</summary>
    [MethodImpl(Inline)]
    public static void ScatterByte(byte* p, Vector512<int> index, Vector512<int> mask, Vector512<int> value) =>
        LaneLoop.ScatterByte<int, Vector512<int>, Vector512<int>>(p, index, mask, value);
}
