using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace IlgpuConv.Runtime;

/// <content>Loads and stores. The memory of an inactive lane is not touched, and its value is 0.</content>
public static unsafe partial class Lanes4
{
    /// <summary>The active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> MaskLoad<T>(T* p, Vector128<int> mask)
        where T : unmanaged => Machine.MaskLoad((int*)p, mask).As<int, T>();

    /// <summary>Writes the active elements from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStore<T>(T* p, Vector128<int> mask, Vector128<T> value)
        where T : unmanaged => Machine.MaskStore((int*)p, mask, value.As<T, int>());

    /// <summary>The elements <c>p[index]</c> of the active lanes.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> Gather<T>(T* p, Vector128<int> index, Vector128<int> mask)
        where T : unmanaged => Machine.Gather((int*)p, index, mask).As<int, T>();

    /// <summary>Writes <c>p[index]</c> in the order of the lanes: where indices are equal the last active lane wins.</summary>
    [MethodImpl(Inline)]
    public static void Scatter<T>(T* p, Vector128<int> index, Vector128<int> mask, Vector128<T> value)
        where T : unmanaged => LaneLoop.Scatter<T, Vector128<T>, int, Vector128<int>, Vector128<int>>(p, index, mask, value);

    /// <summary>Adds to <c>p[index]</c> atomically in the order of the lanes; returns what was there before.</summary>
    [MethodImpl(Inline)]
    public static Vector128<T> AtomicAdd<T>(T* p, Vector128<int> index, Vector128<int> mask, Vector128<T> value)
        where T : unmanaged => LaneLoop.AtomicAdd<T, Vector128<T>, int, Vector128<int>, Vector128<int>>(p, index, mask, value);

    /// <summary>4 bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> LoadByte(byte* p) => Machine.LoadByte4(p);

    /// <summary>The active bytes from <paramref name="p"/> on, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> MaskLoadByte(byte* p, Vector128<int> mask) =>
        LaneLoop.GatherByte<int, Vector128<int>, Vector128<int>>(p, Ids, mask);

    /// <summary>The bytes <c>p[index]</c> of the active lanes, as integers.</summary>
    [MethodImpl(Inline)]
    public static Vector128<int> GatherByte(byte* p, Vector128<int> index, Vector128<int> mask) =>
        LaneLoop.GatherByte<int, Vector128<int>, Vector128<int>>(p, index, mask);

    /// <summary>Writes the low 8 bits of every lane from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector128<int> value) => Machine.StoreByte(p, value);

    /// <summary>Writes the low 8 bits of the active lanes from <paramref name="p"/> on.</summary>
    [MethodImpl(Inline)]
    public static void MaskStoreByte(byte* p, Vector128<int> mask, Vector128<int> value) =>
        LaneLoop.ScatterByte<int, Vector128<int>, Vector128<int>>(p, Ids, mask, value);

    /// <summary>Writes the low 8 bits of the active lanes to <c>p[index]</c>, in the order of the lanes.</summary>
    [MethodImpl(Inline)]
    public static void ScatterByte(byte* p, Vector128<int> index, Vector128<int> mask, Vector128<int> value) =>
        LaneLoop.ScatterByte<int, Vector128<int>, Vector128<int>>(p, index, mask, value);
}
