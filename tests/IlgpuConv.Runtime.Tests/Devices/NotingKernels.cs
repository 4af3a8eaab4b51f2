namespace IlgpuConv.Runtime.Tests;

/// <summary>Kernels written by hand that note when each of their groups runs, for devices with one thread.</summary>
internal static unsafe class NotingKernels
{
    /// <summary>Where the times are kept, and what counts them.</summary>
    public struct Arguments
    {
        public long* Times;
        public long* Clock;
    }

    /// <summary>Lanes of 4 bytes.</summary>
    public static Kernel Note { get; } = Make("note", 4);

    /// <summary>Lanes of 8 bytes: where a vector has more than four lanes, groups have half as many.</summary>
    public static Kernel NoteWide { get; } = Make("noteWide", 8);

    private static Kernel Make(string name, int laneBytes) => new(
        name, sizeof(Arguments), false, [],
        laneBytes == 4 ? new KernelCode { Lanes16 = &Groups, Lanes8 = &Groups, Lanes4 = &Groups } : new KernelCode { Lanes8 = &Groups, Lanes4 = &Groups, LaneBytes = 8 });

    private static void Groups(byte* arguments, GroupRange* range)
    {
        var a = (Arguments*)arguments;
        for (long group = range->Start; group < range->End; group++) a->Times[group] = ++*a->Clock;
    }
}
