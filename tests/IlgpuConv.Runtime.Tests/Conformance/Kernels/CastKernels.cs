namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Casts between all types; a cast that does not fit is not asked for, because C# leaves it open.</summary>
internal static class CastKernels
{
    [Kernel]
    internal static void FromFloat(ArrayView<float> x, ArrayView<int> i32, ArrayView<uint> u32, ArrayView<long> i64, ArrayView<ulong> u64, ArrayView<double> f64, ArrayView<byte> u8, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i];
        i32[i] = (int)a;
        u32[i] = (uint)XMath.Abs(a);
        i64[i] = (long)a;
        u64[i] = (ulong)XMath.Abs(a);
        f64[i] = a;
        u8[i] = (byte)(int)a;
    }

    [Kernel]
    internal static void FromDouble(ArrayView<double> x, ArrayView<int> i32, ArrayView<uint> u32, ArrayView<long> i64, ArrayView<ulong> u64, ArrayView<float> f32, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        double a = x[i];
        i32[i] = (int)a;
        u32[i] = (uint)XMath.Abs(a);
        i64[i] = (long)a;
        u64[i] = (ulong)XMath.Abs(a);
        f32[i] = (float)a;
    }

    [Kernel]
    internal static void FromInt(ArrayView<int> x, ArrayView<uint> u32, ArrayView<long> i64, ArrayView<ulong> u64, ArrayView<float> f32, ArrayView<double> f64, ArrayView<byte> u8, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = x[i];
        u32[i] = (uint)a;
        i64[i] = a;
        u64[i] = (ulong)a;
        f32[i] = a;
        f64[i] = a;
        u8[i] = (byte)a;
    }

    [Kernel]
    internal static void FromUInt(ArrayView<uint> x, ArrayView<int> i32, ArrayView<long> i64, ArrayView<ulong> u64, ArrayView<float> f32, ArrayView<double> f64, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        uint a = x[i];
        i32[i] = (int)a;
        i64[i] = a;
        u64[i] = a;
        f32[i] = a;
        f64[i] = a;
    }

    [Kernel]
    internal static void FromLong(ArrayView<long> x, ArrayView<int> i32, ArrayView<uint> u32, ArrayView<ulong> u64, ArrayView<float> f32, ArrayView<double> f64, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        long a = x[i];
        i32[i] = (int)a;
        u32[i] = (uint)a;
        u64[i] = (ulong)a;
        f32[i] = a;
        f64[i] = a;
    }

    [Kernel]
    internal static void FromULong(ArrayView<ulong> x, ArrayView<int> i32, ArrayView<uint> u32, ArrayView<long> i64, ArrayView<float> f32, ArrayView<double> f64, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        ulong a = x[i];
        i32[i] = (int)a;
        u32[i] = (uint)a;
        i64[i] = (long)a;
        f32[i] = a;
        f64[i] = a;
    }

    [Kernel]
    internal static void Uniform(ArrayView<float> f32, ArrayView<long> i64, float f, double d, int i, uint u, long l, ulong v)
    {
        int at = Grid.IdxX * Group.DimX + Group.IdxX;
        if (at > 0) return;
        i64[0] = (int)f;
        i64[1] = (long)d;
        i64[2] = (uint)i;
        i64[3] = (int)u;
        i64[4] = (int)l;
        i64[5] = (long)v;
        i64[6] = (uint)l;
        f32[0] = (float)d;
        f32[1] = i;
        f32[2] = u;
        f32[3] = l;
        f32[4] = v;
    }
}
