namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>Every way to reach memory: contiguous, strided, indexed, bytes, private and shared arrays, atomics.</summary>
internal static class MemoryKernels
{
    [Kernel]
    internal static void Patterns(ArrayView<float> x, ArrayView<float> r, int stride, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = x[i];
        r[length + i] = x[length - 1 - i];
        r[2 * length + i] = x[i * 3];
        r[3 * length + i] = x[i * stride];
        r[4 * length + i] = x[i / 4];
        r[5 * length + i] = x[stride] + x[0];
        r[6 * length + 2 * i] = x[i];
        r[6 * length + 2 * i + 1] = -x[i];
        r[(long)(8 * length) + i] = x[(long)i * 2];
        r[9 * length + (length - 1 - i)] = x[i];
        r[10 * length + i] = x[i % 4 + i / 4 * 4];
    }

    [Kernel]
    internal static void LoopPatterns(ArrayView<float> x, ArrayView<int> index, ArrayView<float> r, int step, int count, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int from = i * step;
        float rows = 0f, columns = 0f, blocks = 0f, chosen = 0f, backward = 0f;
        for (int k = 0; k < count; k++)
        {
            rows += x[from + k];
            columns += x[k * length + i];
            blocks += x[i / 4 * step + k];
            chosen += x[index[i] + k * step];
            backward += x[from + count - 1 - k];
        }
        r[i] = rows;
        r[length + i] = columns;
        r[2 * length + i] = blocks;
        r[3 * length + i] = chosen;
        r[4 * length + i] = backward;
        for (int k = 0; k < count; k++) r[5 * length + from + k] = x[k] + i;
    }

    [Kernel]
    internal static void Indexed(ArrayView<float> x, ArrayView<int> index, ArrayView<long> longIndex, ArrayView<float> r, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = x[index[i]];
        r[length + index[i]] = x[i];
        r[2 * length + i] = x[longIndex[i]];
        r[3 * length + longIndex[i]] = x[i];
        if (x[i] > 0) r[4 * length + index[i]] += x[i];
    }

    [Kernel]
    internal static void Bytes(ArrayView<byte> x, ArrayView<int> index, ArrayView<byte> r, ArrayView<int> sums, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        r[i] = (byte)(x[i] + uniform);
        r[length + i] = x[index[i]];
        r[2 * length + index[i]] = x[i];
        sums[i] = x[i] + x[index[i]] * x[uniform];
        if (x[i] > 100) r[3 * length + i] = 1;
        else r[3 * length + i] = x[0];
    }

    [Kernel]
    internal static void Accumulators(ArrayView<float> x, ArrayView<float> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        var sums = new float[2 * 3];
        for (int p = 0; p < 6; p++) sums[p] = p;
        for (int k = 0; k < uniform; k++)
            for (int p = 0; p < 2; p++)
                for (int v = 0; v < 3; v++)
                    sums[p * 3 + v] += x[i] + (p + k) * v;
        for (int p = 0; p < 6; p++) r[p * length + i] = sums[p];
    }

    [Kernel]
    internal static void PrivateArrays(ArrayView<int> x, ArrayView<int> r, int uniform, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        ArrayView<int> a = LocalMemory.Allocate<int>(8);
        for (int k = 0; k < 8; k++) a[k] = k * x[i];
        for (int k = 0; k < uniform; k++) a[k & 7] += k;
        a[x[i] & 7] = 1000;
        if (x[i] > 0) a[(x[i] + 1) & 7] += 5;
        int sum = 0;
        for (int k = 0; k < uniform; k++) sum = sum * 3 + a[k & 7];
        r[i] = sum;
        r[length + i] = a[(x[i] + uniform) & 7];
    }

    [Kernel]
    internal static void Counts(ArrayView<int> x, ArrayView<int> counts, ArrayView<uint> words, ArrayView<long> sums, ArrayView<ulong> longSums, int bins, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        Atomic.Add(ref counts[x[i] % bins], 1);
        Atomic.Add(ref counts[bins], x[i]);
        if (x[i] % 3 == 0) Atomic.Add(ref words[x[i] % bins], (uint)x[i]);
        Atomic.Add(ref sums[x[i] % bins], -x[i]);
        Atomic.Add(ref longSums[0], (ulong)x[i]);
    }

    [Kernel]
    internal static void Tickets(ArrayView<int> counter, ArrayView<int> taken, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int ticket = Atomic.Add(ref counter[0], 1);
        Atomic.Add(ref taken[ticket], 1);
    }

    /// <summary>Indexes whose lane part is known when the kernel is compiled: blocks of lanes, strides, wrapped lanes.</summary>
    [Kernel]
    internal static void LanePatterns(ArrayView<float> x, ArrayView<int> n, ArrayView<float> y, ArrayView<int> r, int from, int length)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (i >= length) return;
        int block = i / 4 * 4, within = i % 4;
        float sum = 0f;
        for (int c = 0; c < 4; c++) sum += x[from + block + c] * (c + 1);
        y[i] = sum + x[from + i / 2];
        y[length + i] = x[2 * i] - x[2 * i + 1] + x[from + within];
        r[i] = n[block + 3 - within] + n[from + i / 8 * 8 + 2] * within;
        if (n[i] > 0) y[i] += x[block + 1] + x[i / 4];
        r[length + i] = within * 7 + i % 3 + n[length - 1 - i];
    }
}
