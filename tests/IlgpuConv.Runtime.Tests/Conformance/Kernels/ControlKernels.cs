namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Every statement form, under control that is the same for all lanes and under control that differs.</summary>
internal static class ControlKernels
{
    [Kernel]
    internal static void Branches(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i < length)
        {
            int a = x[i], b = 0;
            if (a > 0)
            {
                b = 1;
                if (a > 50) b += 10;
                else if (a > 20) b += 20;
                else b += 30;
            }
            else
            {
                b = -1;
            }
            if (uniform > 3)
            {
                b += 100;
                if (a % 2 == 0) b += 1000;
            }
            else
            {
                b += 200;
            }
            r[i] = b;
        }
    }

    [Kernel]
    internal static void EarlyReturns(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = 1;
        if (uniform == 0) return;
        if (x[i] < 0) return;
        r[i] = 2;
        for (int k = 0; k < 10; k++)
        {
            if (k == x[i]) return;
            r[i] += 1;
        }
        if (x[i] > 20)
        {
            r[i] += 100;
            return;
        }
        r[i] += 1000;
    }

    [Kernel]
    internal static void ForLoops(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = 0;
        for (int k = 0; k < uniform; k++) a += k * x[i];
        for (int k = 0; k < x[i]; k++) a += k;
        for (int k = uniform; k > 0; k--) a ^= k;
        for (int k = x[i]; k >= 0; k -= 3) a += 5;
        for (int k = 1; k <= 100; k *= 2) a += k;
        for (int k = 0; k != uniform; k++) a -= 1;
        for (long k = 0; k < uniform; k++) a += (int)k;
        for (int k = 0, m = 10; k < m; k++, m--) a += m;
        for (int k = i; k < length; k += 7) a += 1;
        for (int k = 0; k < uniform; k++)
            for (int m = 0; m < k; m++)
                a += m ^ x[i];
        r[i] = a;
    }

    [Kernel]
    internal static void WhileLoops(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = XMath.Max(x[i], 1), steps = 0;
        while (a != 1 && steps < 200)
        {
            a = a % 2 == 0 ? a / 2 : a * 3 + 1;
            steps++;
        }
        r[i] = steps;
        int b = x[i];
        do
        {
            b -= 7;
            steps++;
        }
        while (b > 0);
        r[length + i] = steps;
        int c = uniform;
        while (c > 0)
        {
            c -= 2;
            steps += c;
        }
        do
        {
            c++;
            steps++;
        }
        while (c < uniform);
        r[2 * length + i] = steps;
    }

    [Kernel]
    internal static void Jumps(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = 0;
        for (int k = 0; k < 50; k++)
        {
            if (k % 3 == 1) continue;
            if (k == x[i]) break;
            if (k == uniform) continue;
            a += k;
        }
        for (int k = 0; k < 20; k++)
        {
            for (int m = 0; m < 20; m++)
            {
                if (m > k) break;
                if ((m ^ x[i]) % 4 == 0) continue;
                a += m;
            }
            if (a > 500) break;
        }
        while (true)
        {
            a += 13;
            if (a % 5 == 0) continue;
            if (a > 300 + x[i]) break;
        }
        int n = 0;
        do
        {
            n++;
            if (n % 2 == 0) continue;
            a += n;
            if (a > 1000) break;
        }
        while (n < uniform);
        for (int k = 0; ; k++)
        {
            if (k >= uniform) break;
            a++;
        }
        r[i] = a;
    }

    [Kernel]
    internal static void Conditions(ArrayView<int> x, ArrayView<int> index, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int at = index[i];
        bool inside = at >= 0 && at < length;
        r[i] = inside ? x[at] : -1;
        r[length + i] = at >= 0 && at < length && x[at] > 10 ? 1 : 0;
        r[2 * length + i] = at < 0 || at >= length || x[at] > 10 ? 1 : 0;
        bool uniformInside = uniform >= 0 && uniform < length;
        r[3 * length + i] = uniformInside ? x[uniform] : -5;
        r[4 * length + i] = i > 0 ? (i + 1 < length ? x[i - 1] + x[i + 1] : x[i - 1]) : x[i];
        if (!inside || x[at] == 0) r[5 * length + i] = 1;
        else r[5 * length + i] = 2;
        bool flag = x[i] > 0;
        flag = flag && inside;
        flag |= at == 3;
        flag &= x[i] != 7;
        flag ^= true;
        r[6 * length + i] = flag ? 1 : 0;
        r[7 * length + i] = (x[i] > 0) == inside ? 1 : 2;
    }

    [Kernel]
    internal static void GridPlaces(ArrayView<int> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int at = ((Grid.IdxZ * Grid.DimY + Grid.IdxY) * length) + i;
        r[at] = i + 100 * Grid.IdxY + 10000 * Grid.IdxZ + 1000000 * Grid.DimY + 10000000 * Grid.DimZ + (Grid.DimX * Group.DimX >= length ? 1 : 0);
    }
}
