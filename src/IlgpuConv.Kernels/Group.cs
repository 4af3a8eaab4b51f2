namespace IlgpuConv.Kernels;

/// <summary>The lane within the running group, the size of the group, and the barrier of its lanes.</summary>
public static class Group
{
    /// <summary>The lane, from 0.</summary>
    public static int IdxX => PlainRun.Current.Lane;

    /// <summary>The number of lanes of the group. The device chooses it; a kernel is right for every number from 1 up.</summary>
    public static int DimX => PlainRun.Current.LaneCount;

    /// <summary>Waits until every lane of the group has come here; what was written to shared memory before is seen after.</summary>
    public static void Barrier() => PlainRun.Current.Barrier();
}
