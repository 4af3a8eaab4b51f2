namespace IlgpuConv.Annotations;

/// <summary>Tells a processor what a kernel reads or writes next. Nothing depends on it, and every member does nothing when it is called.</summary>
public static class Prefetch
{
    /// <summary>
    /// Brings the cache line of <c>view[index]</c> near, for a read or a write that follows soon. The index has to be the same for all lanes
    /// of a group and may lie beyond the view. It is worth its instruction where a kernel's reads go on in a direction that the processor
    /// does not foresee, such as the next positions of several rows, and where it writes many lines at once after long arithmetic, which a
    /// processor first reads as well; devices other than <c>cpu</c> leave it out.
    /// </summary>
    public static void Near<TView>(TView view, int index)
    {
    }

    /// <summary>The same with an index beyond <c>int</c>.</summary>
    public static void Near<TView>(TView view, long index)
    {
    }
}
