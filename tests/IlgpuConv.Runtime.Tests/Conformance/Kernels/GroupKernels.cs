namespace IlgpuConv.Runtime.Tests.Conformance;

/// <summary>What the lanes of a group do together. A group has at most 64 lanes here.</summary>
internal static class GroupKernels
{
    [Kernel]
    internal static void Sum(ArrayView<float> x, ArrayView<float> r, int length)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(64);
        int lane = Group.IdxX;
        int i = Grid.IdxX * Group.DimX + lane;
        shared[lane] = i < length ? x[i] : 0f;
        Group.Barrier();
        int width = Group.DimX;
        while (width > 1)
        {
            int half = (width + 1) / 2;
            if (lane + half < width) shared[lane] += shared[lane + half];
            Group.Barrier();
            width = half;
        }
        if (lane == 0) r[Grid.IdxX] = shared[0];
    }

    [Kernel]
    internal static void Rotate(ArrayView<int> x, ArrayView<int> r, int rounds, int length)
    {
        ArrayView<int> a = SharedMemory.Allocate<int>(64);
        ArrayView<int> b = SharedMemory.Allocate<int>(64);
        int lane = Group.IdxX, lanes = Group.DimX;
        int i = Grid.IdxX * lanes + lane;
        a[lane] = i < length ? x[i] : -1;
        Group.Barrier();
        for (int k = 0; k < rounds; k++)
        {
            b[lane] = a[(lane + 1) % lanes] + 1;
            Group.Barrier();
            a[lane] = b[lanes - 1 - lane];
            Group.Barrier();
        }
        if (i < length) r[i] = a[lane];
    }

    [Kernel]
    internal static void FirstLane(ArrayView<int> x, ArrayView<int> r, int length)
    {
        ArrayView<int> shared = SharedMemory.Allocate<int>(2);
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        if (Group.IdxX == 0) shared[0] = x[i] * 10;
        if (Group.IdxX == Group.DimX - 1) shared[1] = Grid.IdxX;
        Group.Barrier();
        if (i < length) r[i] = shared[0] + shared[1];
    }

    [Kernel]
    internal static void SharedCounts(ArrayView<int> x, ArrayView<int> r, int length)
    {
        ArrayView<int> counts = SharedMemory.Allocate<int>(4);
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        for (int k = Group.IdxX; k < 4; k += Group.DimX) counts[k] = 0;
        Group.Barrier();
        if (i < length) Atomic.Add(ref counts[x[i] & 3], 1);
        Group.Barrier();
        for (int k = Group.IdxX; k < 4; k += Group.DimX) Atomic.Add(ref r[k], counts[k]);
    }
}
