namespace IlgpuConv.Ops;

/// <summary>Work of the host over fixed slices of a range, which may run at the same time: what each writes is its own.</summary>
internal static class HostSlices
{
    /// <summary>Calls <paramref name="work"/> with the beginning and the end of each slice.</summary>
    public static void Run(int count, int slice, Action<int, int> work)
    {
        int slices = (int)(((long)count + slice - 1) / slice);
        Each(slices, s => work(s * slice, (int)Math.Min((s + 1L) * slice, count)));
    }

    /// <summary>Calls <paramref name="work"/> with each number below <paramref name="count"/>.</summary>
    public static void Each(int count, Action<int> work)
    {
        if (count == 1) work(0);
        else Parallel.For(0, count, work);
    }
}
