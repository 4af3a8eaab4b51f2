using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IlgpuConv.Runtime;

/// <content>Masked loads and stores, gathers, bytes.</content>
internal static unsafe partial class Machine
{
    [MethodImpl(Inline)]
    public static Vector128<int> MaskLoad(int* p, Vector128<int> mask) => Avx2.IsSupported
        ? Avx2.MaskLoad(p, mask)
        : LaneLoop.Gather<int, Vector128<int>, int, Vector128<int>, Vector128<int>>(p, Vector128<int>.Indices, mask);

    [MethodImpl(Inline)]
    public static void MaskStore(int* p, Vector128<int> mask, Vector128<int> value)
    {
        if (Avx512F.VL.IsSupported) Avx512F.VL.MaskStore(p, mask, value);
        else if (Avx2.IsSupported) Avx2.MaskStore(p, mask, value);
        else LaneLoop.Scatter<int, Vector128<int>, int, Vector128<int>, Vector128<int>>(p, Vector128<int>.Indices, mask, value);
    }

    [MethodImpl(Inline)]
    public static Vector256<int> MaskLoad(int* p, Vector256<int> mask) => Avx2.IsSupported
        ? Avx2.MaskLoad(p, mask)
        : LaneLoop.Gather<int, Vector256<int>, int, Vector256<int>, Vector256<int>>(p, Vector256<int>.Indices, mask);

    [MethodImpl(Inline)]
    public static void MaskStore(int* p, Vector256<int> mask, Vector256<int> value)
    {
        if (Avx512F.VL.IsSupported) Avx512F.VL.MaskStore(p, mask, value);
        else if (Avx2.IsSupported) Avx2.MaskStore(p, mask, value);
        else LaneLoop.Scatter<int, Vector256<int>, int, Vector256<int>, Vector256<int>>(p, Vector256<int>.Indices, mask, value);
    }

    [MethodImpl(Inline)]
    public static Vector256<long> MaskLoad(long* p, Vector256<long> mask) => Avx2.IsSupported
        ? Avx2.MaskLoad(p, mask)
        : LaneLoop.Gather<long, Vector256<long>, long, Vector256<long>, Vector256<long>>(p, Vector256<long>.Indices, mask);

    [MethodImpl(Inline)]
    public static void MaskStore(long* p, Vector256<long> mask, Vector256<long> value)
    {
        if (Avx512F.VL.IsSupported) Avx512F.VL.MaskStore(p, mask, value);
        else if (Avx2.IsSupported) Avx2.MaskStore(p, mask, value);
        else LaneLoop.Scatter<long, Vector256<long>, long, Vector256<long>, Vector256<long>>(p, Vector256<long>.Indices, mask, value);
    }

    [MethodImpl(Inline)]
    public static Vector512<int> MaskLoad(int* p, Vector512<int> mask) => Avx512F.IsSupported
        ? Avx512F.MaskLoad(p, mask, Vector512<int>.Zero)
        : LaneLoop.Gather<int, Vector512<int>, int, Vector512<int>, Vector512<int>>(p, Vector512<int>.Indices, mask);

    [MethodImpl(Inline)]
    public static void MaskStore(int* p, Vector512<int> mask, Vector512<int> value)
    {
        if (Avx512F.IsSupported) Avx512F.MaskStore(p, mask, value);
        else LaneLoop.Scatter<int, Vector512<int>, int, Vector512<int>, Vector512<int>>(p, Vector512<int>.Indices, mask, value);
    }

    [MethodImpl(Inline)]
    public static Vector512<long> MaskLoad(long* p, Vector512<long> mask) => Avx512F.IsSupported
        ? Avx512F.MaskLoad(p, mask, Vector512<long>.Zero)
        : LaneLoop.Gather<long, Vector512<long>, long, Vector512<long>, Vector512<long>>(p, Vector512<long>.Indices, mask);

    [MethodImpl(Inline)]
    public static void MaskStore(long* p, Vector512<long> mask, Vector512<long> value)
    {
        if (Avx512F.IsSupported) Avx512F.MaskStore(p, mask, value);
        else LaneLoop.Scatter<long, Vector512<long>, long, Vector512<long>, Vector512<long>>(p, Vector512<long>.Indices, mask, value);
    }

    [MethodImpl(Inline)]
    public static Vector128<int> Gather(int* p, Vector128<int> index, Vector128<int> mask) => Avx2.IsSupported
        ? Avx2.GatherMaskVector128(Vector128<int>.Zero, p, index, mask, 4)
        : LaneLoop.Gather<int, Vector128<int>, int, Vector128<int>, Vector128<int>>(p, index, mask);

    [MethodImpl(Inline)]
    public static Vector256<int> Gather(int* p, Vector256<int> index, Vector256<int> mask) => Avx2.IsSupported
        ? Avx2.GatherMaskVector256(Vector256<int>.Zero, p, index, mask, 4)
        : LaneLoop.Gather<int, Vector256<int>, int, Vector256<int>, Vector256<int>>(p, index, mask);

    [MethodImpl(Inline)]
    public static Vector512<int> Gather(int* p, Vector512<int> index, Vector512<int> mask) =>
        Vector512.Create(Gather(p, index.GetLower(), mask.GetLower()), Gather(p, index.GetUpper(), mask.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<int> Gather(int* p, Vector256<long> index, Vector128<int> mask) => Avx2.IsSupported
        ? Avx2.GatherMaskVector128(Vector128<int>.Zero, p, index, mask, 4)
        : LaneLoop.Gather<int, Vector128<int>, long, Vector256<long>, Vector128<int>>(p, index, mask);

    [MethodImpl(Inline)]
    public static Vector256<int> Gather(int* p, Vector512<long> index, Vector256<int> mask) =>
        Vector256.Create(Gather(p, index.GetLower(), mask.GetLower()), Gather(p, index.GetUpper(), mask.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector256<long> Gather(long* p, Vector256<long> index, Vector256<long> mask) => Avx2.IsSupported
        ? Avx2.GatherMaskVector256(Vector256<long>.Zero, p, index, mask, 8)
        : LaneLoop.Gather<long, Vector256<long>, long, Vector256<long>, Vector256<long>>(p, index, mask);

    [MethodImpl(Inline)]
    public static Vector512<long> Gather(long* p, Vector512<long> index, Vector512<long> mask) =>
        Vector512.Create(Gather(p, index.GetLower(), mask.GetLower()), Gather(p, index.GetUpper(), mask.GetUpper()));

    [MethodImpl(Inline)]
    public static Vector128<int> LoadByte4(byte* p) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(p)).AsByte())).AsInt32();

    [MethodImpl(Inline)]
    public static Vector256<int> LoadByte8(byte* p)
    {
        Vector128<byte> bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(p)).AsByte();
        if (Avx2.IsSupported) return Avx2.ConvertToVector256Int32(bytes);
        Vector128<ushort> wide = Vector128.WidenLower(bytes);
        return Vector256.Create(Vector128.WidenLower(wide), Vector128.WidenUpper(wide)).AsInt32();
    }

    [MethodImpl(Inline)]
    public static Vector512<int> LoadByte16(byte* p) => Avx512F.IsSupported
        ? Avx512F.ConvertToVector512Int32(Vector128.Load(p))
        : Vector512.Create(LoadByte8(p), LoadByte8(p + 8));

    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector128<int> value)
    {
        Vector128<ushort> half = Vector128.Narrow(value.AsUInt32(), value.AsUInt32());
        Unsafe.WriteUnaligned(p, Vector128.Narrow(half, half).AsUInt32().ToScalar());
    }

    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector256<int> value)
    {
        Vector128<ushort> half = Vector128.Narrow(value.GetLower().AsUInt32(), value.GetUpper().AsUInt32());
        Unsafe.WriteUnaligned(p, Vector128.Narrow(half, half).AsUInt64().ToScalar());
    }

    [MethodImpl(Inline)]
    public static void StoreByte(byte* p, Vector512<int> value)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.ConvertToVector128Byte(value).Store(p);
            return;
        }
        StoreByte(p, value.GetLower());
        StoreByte(p + 8, value.GetUpper());
    }
}
