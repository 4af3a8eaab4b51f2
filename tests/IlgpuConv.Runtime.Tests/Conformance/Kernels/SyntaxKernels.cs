namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Less usual ways to write things, and control flow nested deeply.</summary>
internal static class SyntaxKernels
{
    private const int Seven = 7;

    [Kernel]
    internal static void Forms(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        const int Three = 3;
        int a, b = 2, c = x[i];
        if (c > 0) a = Three;
        else a = Seven;
        {
            int inner = a * b;
            r[i] += inner;
        }
        {
            int inner = a - b;
            r[i] -= inner * 2;
        }
        r[i]++;
        r[i] <<= 1;
        r[i] ^= c >>> 3;
        int high, low;
        Split(c, out high, out low);
        r[length + i] = high * 10 + low + Scaled(c) + Scaled(c, by: 5) + Scaled(by: uniform, value: c);
        r[2 * length + i] = c > 0 ? c > 10 ? c > 20 ? 3 : 2 : 1 : c == 0 ? 0 : -1;
        r[3 * length + i] = (int)x.Length + x.IntLength + (x.Length > length ? 1 : 0);
        r[4 * length + i] = default(int) + (c > 0 ? 1 : 0) * (int)(uint)(c & 0xFF) + -(-c) + ~~c;
        ArrayView<int> same = x;
        r[5 * length + i] = same[i] + Last(same, length);
    }

    [Kernel]
    internal static void Functions(ArrayView<float> x, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        float a = x[i];
        r[i] = MathF.Abs(a) + MathF.Max(a, 0.25f) + MathF.Min(a, 0.5f);
        r[length + i] = MathF.Floor(a) + MathF.Ceiling(a) + MathF.Sqrt(MathF.Abs(a));
        r[2 * length + i] = Math.Max(a, 1f) - Math.Min(a, -1f) + Math.Abs(a);
        r[3 * length + i] = Math.Max(i, 3) + Math.Min(i, 9) + Math.Abs(3 - i);
    }

    [Kernel]
    internal static void DeepControl(ArrayView<int> x, ArrayView<int> index, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int sum = 0;
        if (x[i] > 0)
        {
            for (int k = 0; k < uniform; k++)
            {
                if (k == 5) break;
                if (x[index[i]] > k)
                {
                    int n = x[i];
                    while (n > 0)
                    {
                        n -= k + 1;
                        if (n == 3) continue;
                        if (n % 11 == 10) break;
                        sum += n;
                        if (sum > 5000)
                        {
                            r[i] = -sum;
                            return;
                        }
                    }
                    r[length + index[i]] += 1;
                }
                else
                {
                    do
                    {
                        sum += 2;
                    }
                    while (sum % 4 != 0 && sum < uniform * 10);
                }
            }
        }
        else if (x[i] < -50)
        {
            for (int k = x[i]; k < 0; k += 10)
                for (int m = k; m < 0; m += 25)
                {
                    if (m == index[i]) continue;
                    if (m + k < -150) break;
                    sum += Search(x, m, length);
                }
        }
        r[i] = sum;
    }

    [Kernel]
    internal static void Doubles(ArrayView<double> x, ArrayView<float> y, ArrayView<long> n, ArrayView<double> r, double uniform, long shift, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        double a = x[i] * 2.0 - uniform;
        r[i] = a > y[i] ? a : y[i];
        long m = n[i] + shift;
        r[length + i] = m % 7 == 0 ? XMath.Floor(a) : (double)m;
        while (m > 10) m /= 3;
        r[2 * length + i] = m;
        if (a < 0) r[3 * length + i] = XMath.Max(a, -1.0) + x[(long)(length - 1) - i];
    }

    private static void Split(int value, out int high, out int low)
    {
        high = value / 10;
        low = value - high * 10;
    }

    private static int Scaled(int value, int by = 2) => value * by;

    private static int Last(ArrayView<int> view, int length) => view[length - 1];

    private static int Search(ArrayView<int> x, int start, int length)
    {
        int at = start < 0 ? -start : start;
        while (true)
        {
            if (at >= length) return -1;
            if (x[at] > 0) return at;
            at += 3;
        }
    }

    /// <summary>Names that mean something in the languages that kernels become, or in the text around them.</summary>
    [Kernel]
    internal static void Names(ArrayView<float> @in, ArrayView<float> kernel, ArrayView<int> args, int groups, float half, int range)
    {
        int lane = Grid.IdxX * Group.DimX + Group.IdxX;
        if (lane >= groups) return;
        float @float = @in[lane], float4 = half, global = @float * float4, min = XMath.Min(global, half);
        int gridX = (int)@in.Length, in_length = range, packed = args[lane], gridDimX = gridX - in_length, start = 0;
        for (int local = 0; local < range; local++) start += packed * local;
        var group = new int[2];
        group[packed & 1] = start;
        float count = XMath.Max(min, group[0] + group[1]), as_float = count + gridDimX;
        kernel[lane] = as_float + block_(lane) + Grid.DimX * 0;
    }

    private static int block_(int lane_) => lane_ * 3;
}
