namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Every operator of every type; results lie one after the other, <c>r[k * length + i]</c>.</summary>
internal static class ArithmeticKernels
{
    [Kernel]
    internal static void Int(ArrayView<int> x, ArrayView<int> y, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = x[i], b = y[i];
        r[i] = a + b;
        r[length + i] = a - b;
        r[2 * length + i] = a * b;
        r[3 * length + i] = a / (b == 0 || b == -1 ? 1 : b);
        r[4 * length + i] = a % (b == 0 || b == -1 ? 1 : b);
        r[5 * length + i] = a & b;
        r[6 * length + i] = a | b;
        r[7 * length + i] = a ^ b;
        r[8 * length + i] = ~a;
        r[9 * length + i] = -a;
        r[10 * length + i] = a << b;
        r[11 * length + i] = a >> b;
        r[12 * length + i] = a < b ? 1 : a == b ? 2 : 3;
        r[13 * length + i] = a <= b && a != uniform ? 1 : 0;
        r[14 * length + i] = a > uniform || !(a >= b) ? 1 : 0;
        r[15 * length + i] = a / uniform + a % uniform + (a << uniform) + (a >> uniform) + uniform / (i + 1) + uniform % (i + 1);
        r[16 * length + i] = XMath.Min(a, b) ^ XMath.Max(a, uniform);
        r[17 * length + i] = XMath.Clamp(a, -uniform, uniform);
        int c = a;
        c += b;
        c -= 3;
        c *= uniform;
        c /= 7;
        c %= 1000;
        c <<= 3;
        c >>= 1;
        c ^= 5;
        c |= 64;
        c &= 0xFFFF;
        c++;
        --c;
        r[18 * length + i] = c;
    }

    [Kernel]
    internal static void UInt(ArrayView<uint> x, ArrayView<uint> y, ArrayView<uint> r, uint uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        uint a = x[i], b = y[i];
        r[i] = a + b;
        r[length + i] = a - b;
        r[2 * length + i] = a * b;
        r[3 * length + i] = a / (b == 0 ? 1 : b);
        r[4 * length + i] = a % (b == 0 ? 1 : b);
        r[5 * length + i] = (a & b) + (a | b) + (a ^ b) + ~a;
        r[6 * length + i] = a << (int)b;
        r[7 * length + i] = a >> (int)b;
        r[8 * length + i] = a < b ? 1u : a == b ? 2u : 3u;
        r[9 * length + i] = a <= uniform || a > b ? 1u : 0u;
        r[10 * length + i] = a / uniform + a % uniform;
        r[11 * length + i] = a >= b ? a : uniform;
    }

    [Kernel]
    internal static void Long(ArrayView<long> x, ArrayView<long> y, ArrayView<long> r, long uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        long a = x[i], b = y[i];
        r[i] = a + b;
        r[length + i] = a - b;
        r[2 * length + i] = a * b;
        r[3 * length + i] = a / (b == 0 || b == -1 ? 1 : b);
        r[4 * length + i] = a % (b == 0 || b == -1 ? 1 : b);
        r[5 * length + i] = (a & b) + (a | b) + (a ^ b) + ~a - -a;
        r[6 * length + i] = a << (int)b;
        r[7 * length + i] = a >> (int)b;
        r[8 * length + i] = a < b ? 1 : a == b ? 2 : 3;
        r[9 * length + i] = a <= uniform || a > b ? 1 : 0;
        r[10 * length + i] = a / uniform + a % uniform;
        r[11 * length + i] = XMath.Min(a, b) ^ XMath.Max(a, uniform);
        r[12 * length + i] = XMath.Clamp(a, -uniform, uniform);
    }

    [Kernel]
    internal static void ULong(ArrayView<ulong> x, ArrayView<ulong> y, ArrayView<ulong> r, ulong uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        ulong a = x[i], b = y[i];
        r[i] = a + b;
        r[length + i] = a - b;
        r[2 * length + i] = a * b;
        r[3 * length + i] = a / (b == 0 ? 1 : b);
        r[4 * length + i] = a % (b == 0 ? 1 : b);
        r[5 * length + i] = (a & b) + (a | b) + (a ^ b) + ~a;
        r[6 * length + i] = a << (int)b;
        r[7 * length + i] = a >> (int)b;
        r[8 * length + i] = a < b ? 1ul : a == b ? 2ul : 3ul;
        r[9 * length + i] = a <= uniform || a > b ? 1ul : 0ul;
        r[10 * length + i] = a / uniform + a % uniform;
    }

    [Kernel]
    internal static void Float(ArrayView<float> x, ArrayView<float> y, ArrayView<float> r, float uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i], b = y[i];
        r[i] = a + b;
        r[length + i] = a - b;
        r[2 * length + i] = a * b;
        r[3 * length + i] = a / b;
        r[4 * length + i] = -a;
        r[5 * length + i] = a < b ? 1f : a == b ? 2f : 3f;
        r[6 * length + i] = a <= uniform || a > b ? 1f : 0f;
        r[7 * length + i] = a >= b && a != uniform ? a : uniform;
        r[8 * length + i] = a / uniform;
        r[9 * length + i] = uniform / 3f;
        r[10 * length + i] = uniform - b;
        float c = a;
        c += b;
        c /= 2f;
        r[11 * length + i] = c;
    }

    [Kernel]
    internal static void MultiplyAdd(ArrayView<float> x, ArrayView<float> y, ArrayView<float> r, float uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i], b = y[i];
        r[i] = a * b + uniform;
        r[length + i] = uniform + a * b;
        r[2 * length + i] = a * b - uniform;
        r[3 * length + i] = uniform - a * b;
        r[4 * length + i] = -(a * b) + a;
        r[5 * length + i] = a * b + a * uniform;
        float sum = uniform;
        for (int k = 0; k < 5; k++) sum += a * b;
        r[6 * length + i] = sum;
    }

    [Kernel]
    internal static void Literals(ArrayView<float> x, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = x[i] * 0.1f;
        r[length + i] = x[i] + 1e-3f;
        r[2 * length + i] = x[i] - 16777217f;
        r[3 * length + i] = x[i] * -2.5f;
        r[4 * length + i] = x[i] / 3;
        r[5 * length + i] = float.PositiveInfinity;
        r[6 * length + i] = x[i] < float.NegativeInfinity ? 1f : float.NaN;
        r[7 * length + i] = float.MaxValue > x[i] ? 1f : 0f;
    }
}
