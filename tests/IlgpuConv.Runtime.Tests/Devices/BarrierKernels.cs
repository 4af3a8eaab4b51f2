namespace IlgpuConv.Runtime.Tests;

/// <summary>Scalar kernels with barriers, written by hand.</summary>
internal static unsafe class BarrierKernels
{
    /// <summary>Every lane writes its index to shared memory and reads that of the opposite lane; twice, so that a lane could overtake.</summary>
    public static Kernel Reverse { get; } = Make("reverse", &ReverseLane);

    public static Kernel FaultAfterBarrier { get; } = Make("faultAfterBarrier", &FaultLane);

    public static Kernel Divergent { get; } = Make("divergent", &DivergentLane);

    public static Kernel Unwritten { get; } = Make("unwritten", &UnwrittenLane);

    private static Kernel Make(string name, delegate*<byte*, ReferenceLane, void> lane) =>
        HandWritten.Make(name, new KernelCode { Scalar = lane }, usesBarrier: true);

    private static void ReverseLane(byte* arguments, ReferenceLane lane)
    {
        int* shared = (int*)lane.Shared(0, 128);
        for (int round = 0; round < 2; round++)
        {
            shared[lane.Lane] = (lane.GridX * lane.LaneCount) + lane.Lane;
            lane.Barrier();
            Result(arguments, lane) = shared[lane.LaneCount - 1 - lane.Lane];
            lane.Barrier();
            shared[lane.Lane] = -1;
        }
    }

    private static void FaultLane(byte* arguments, ReferenceLane lane)
    {
        lane.Barrier();
        if (lane.Lane == 3) lane.OutOfRange("x", -1, 0);
        lane.Barrier();
        lane.Barrier();
    }

    private static void DivergentLane(byte* arguments, ReferenceLane lane)
    {
        if (lane.Lane != 1) lane.Barrier();
    }

    private static void UnwrittenLane(byte* arguments, ReferenceLane lane)
    {
        int* shared = (int*)lane.Shared(1, 64);
        Result(arguments, lane) = shared[lane.Lane];
        lane.Barrier();
        shared[lane.Lane] = 0;
    }

    private static ref int Result(byte* arguments, ReferenceLane lane) =>
        ref ((int*)((HandWritten.CountArguments*)arguments)->Counters.Handle)[(lane.GridX * lane.LaneCount) + lane.Lane];
}
