namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Every function, of values that differ between the lanes and of values that do not.</summary>
internal static class MathKernels
{
    [Kernel]
    internal static void Exact(ArrayView<float> x, ArrayView<float> y, ArrayView<float> r, float uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i], b = y[i];
        r[i] = XMath.Abs(a);
        r[length + i] = XMath.Sqrt(XMath.Abs(a));
        r[2 * length + i] = XMath.Floor(a);
        r[3 * length + i] = XMath.Ceiling(a);
        r[4 * length + i] = XMath.Min(a, b);
        r[5 * length + i] = XMath.Max(a, b);
        r[6 * length + i] = XMath.Clamp(a, -uniform, uniform);
        r[7 * length + i] = XMath.Max(a, 0f);
        r[8 * length + i] = XMath.Abs(uniform) + XMath.Floor(uniform) + XMath.Ceiling(uniform) + XMath.Sqrt(uniform);
        r[9 * length + i] = XMath.Min(uniform, 0.5f) + XMath.Max(uniform, 0.5f);
    }

    [Kernel]
    internal static void Near(ArrayView<float> x, ArrayView<float> y, ArrayView<float> r, float uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i], b = y[i];
        r[i] = XMath.Exp(a);
        r[length + i] = XMath.Log(XMath.Abs(a) + 0.01f);
        r[2 * length + i] = XMath.Sin(a);
        r[3 * length + i] = XMath.Cos(a);
        r[4 * length + i] = XMath.Tanh(a);
        r[5 * length + i] = XMath.Pow(XMath.Abs(a), b);
        r[6 * length + i] = XMath.Rsqrt(XMath.Abs(a) + 0.1f);
        r[7 * length + i] = XMath.Exp(uniform) + XMath.Log(uniform) + XMath.Sin(uniform);
        r[8 * length + i] = XMath.Cos(uniform) + XMath.Tanh(uniform) + XMath.Pow(uniform, uniform) + XMath.Rsqrt(uniform);
    }

    [Kernel(Twin = nameof(BitsTwin))]
    internal static void Bits(ArrayView<float> x, ArrayView<uint> bits, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        bits[i] = Interop.FloatAsInt(x[i]);
        r[i] = Interop.IntAsFloat(Interop.FloatAsInt(x[i]) ^ 0x80000000u);
    }

    [Kernel]
    internal static void BitsTwin(ArrayView<double> x, ArrayView<uint> bits, ArrayView<double> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        bits[i] = (uint)(Interop.FloatAsInt(x[i]) >> 32);
        r[i] = Interop.IntAsFloat(Interop.FloatAsInt(x[i]) ^ 0x8000000000000000ul);
    }
}
