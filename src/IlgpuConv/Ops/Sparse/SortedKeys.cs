namespace IlgpuConv.Ops;

/// <summary>Sets of keys as ascending arrays.</summary>
internal static class SortedKeys
{
    /// <summary>The keys that are in any of the sets: pairs of sets become one, until one is left.</summary>
    public static long[] Union(params long[][] sets)
    {
        if (sets.Length == 0) return [];
        while (sets.Length > 1)
        {
            long[][] before = sets, after = new long[(before.Length + 1) / 2][];
            HostSlices.Each(after.Length, i => after[i] = 2 * i + 1 < before.Length ? Merge(before[2 * i], before[2 * i + 1]) : before[2 * i]);
            sets = after;
        }
        return sets[0];
    }

    private static long[] Merge(long[] a, long[] b)
    {
        if (a.Length == 0) return b;
        if (b.Length == 0) return a;
        long[] both = GC.AllocateUninitializedArray<long>(a.Length + b.Length);
        int i = 0, j = 0, n = 0;
        while (i < a.Length && j < b.Length)
        {
            long left = a[i], right = b[j];
            both[n++] = left < right ? left : right;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        while (i < a.Length) both[n++] = a[i++];
        while (j < b.Length) both[n++] = b[j++];
        Array.Resize(ref both, n);
        return both;
    }
}
