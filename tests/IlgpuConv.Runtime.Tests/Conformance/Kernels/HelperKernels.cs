namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Helpers: ref parameters, returns in the middle, structs, operator structs, constants and unrolling.</summary>
internal static class HelperKernels
{
    [Kernel]
    internal static void References(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = x[i], b = uniform;
        if (a > 0) Swap(ref a, ref b);
        Increase(ref r[i], a);
        Increase(ref b, a);
        r[length + i] = b;
        var values = new int[4];
        for (int k = 0; k < 4; k++) values[k] = k + a;
        Increase(ref values[2], 100);
        Swap(ref values[0], ref values[3]);
        r[2 * length + i] = values[0] * 1000 + values[2] * 10 + values[3];
    }

    [Kernel]
    internal static void Returns(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = FirstDivisor(x[i]);
        r[length + i] = FirstDivisor(uniform) + Sign(x[i]) + Sign(uniform);
        r[2 * length + i] = Outer(x[i], uniform);
    }

    [Kernel]
    internal static void Structs(ArrayView<int> r, Box box, Box other, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = box.Width * i + box.Area + other.Height;
        r[length + i] = box.Contains(i, 2) ? 1 : 0;
        r[2 * length + i] = (int)(box.Long % 1000) + Perimeter(other);
    }

    [Kernel]
    internal static void Sums(ArrayView<int> x, ArrayView<int> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = Reduce<AddOperator>(x, i, length);
        r[length + i] = Reduce<MaxOperator>(x, i, length);
    }

    [Kernel]
    internal static void Prefetched(ArrayView<int> x, ArrayView<int> r, int length)
    {
        int first = Grid.IdxX * Group.DimX, sum = 0;
        for (int j = 0; j < length; j += 16) Prefetch.Near(x, first + j + 1000);
        for (int j = 0; j < length; j++)
        {
            Prefetch.Near(x, j - 1000L);
            sum += x[j];
        }
        int i = first + Group.IdxX;
        if (i < length)
        {
            Prefetch.Near(x, i);
            r[i] = sum + x[i];
        }
    }

    [Kernel]
    internal static void Tile2(ArrayView<int> x, ArrayView<int> r, int length) => Tile(x, r, length, 2);

    [Kernel]
    internal static void Tile5(ArrayView<int> x, ArrayView<int> r, int length) => Tile(x, r, length, 5);

    [Kernel]
    internal static void Unrolled(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int a = 0;
        for (int k = 0; k < Unroll.Count(6); k++) a += x[i] ^ k;
        for (int k = 0; k < Unroll.By(4, uniform); k++) a = a * 3 + k;
        for (int k = 2; k < Unroll.By(3, uniform); k += 2) a = a * 5 + k;
        r[i] = a;
    }

    private static void Swap(ref int a, ref int b)
    {
        int former = a;
        a = b;
        b = former;
    }

    private static void Increase(ref int value, int by) => value += by;

    private static int FirstDivisor(int n)
    {
        if (n < 2) return 0;
        for (int k = 2; k < n; k++)
            if (n % k == 0) return k;
        return n;
    }

    private static int Sign(int n)
    {
        if (n < 0) return -1;
        else if (n > 0) return 1;
        return 0;
    }

    private static int Outer(int n, int m)
    {
        int sum = 0;
        for (int k = 0; k < 5; k++)
        {
            int divisor = FirstDivisor(n + k);
            if (divisor == m) return sum;
            sum += divisor;
        }
        return -sum;
    }

    private static int Perimeter(Box box) => 2 * (box.Width + box.Height);

    private static int Reduce<T>(ArrayView<int> x, int from, int length)
        where T : struct, IOperator
    {
        int result = T.Start;
        for (int k = from; k < length && k < from + 4; k++) result = T.Apply(result, x[k]);
        return result;
    }

    private static void Tile(ArrayView<int> x, ArrayView<int> r, int length, [Constant] int size)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        var sums = new int[size];
        for (int p = 0; p < size; p++) sums[p] = x[i] * p;
        for (int k = 0; k < 3; k++)
            for (int p = 0; p < size; p++) sums[p] += k + p;
        for (int p = 0; p < size; p++) r[p * length + i] = sums[p];
    }

    /// <summary>A struct as an argument.</summary>
    internal readonly struct Box(int width, int height, long large)
    {
        public readonly int Height = height;

        public int Width { get; } = width;

        public long Long { get; } = large;

        public int Area => Width * Height;

        public bool Contains(int x, int y) => x >= 0 && x < Width && y < Height;
    }

    private interface IOperator
    {
        static abstract int Start { get; }

        static abstract int Apply(int a, int b);
    }

    private readonly struct AddOperator : IOperator
    {
        public static int Start => 0;

        public static int Apply(int a, int b) => a + b;
    }

    private readonly struct MaxOperator : IOperator
    {
        public static int Start => int.MinValue;

        public static int Apply(int a, int b)
        {
            if (a > b) return a;
            return b;
        }
    }
}
