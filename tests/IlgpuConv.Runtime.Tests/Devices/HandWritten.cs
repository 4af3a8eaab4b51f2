namespace IlgpuConv.Runtime.Tests;

/// <summary>Kernels written by hand the way the compiler writes them, so that the devices are tested without it.</summary>
internal static unsafe class HandWritten
{
    /// <summary>Arguments of <see cref="Count"/>: every lane adds 1 to its own counter, and notes its place in the grid.</summary>
    public struct CountArguments
    {
        public ViewArgument Counters;
        public long Lanes;
        public long Spin;
    }

    public static Kernel Count { get; } = Make(
        "count", new KernelCode { Lanes16 = &CountLanes<W16>, Lanes8 = &CountLanes<W8>, Lanes4 = &CountLanes<W4>, Scalar = &CountScalar });

    /// <summary>Every lane puts a 1 behind the digits of its own counter, which tells it from <see cref="Count"/> before or after.</summary>
    public static Kernel Append { get; } = Make("append", new KernelCode { Lanes16 = &AppendLanes<W16>, Lanes8 = &AppendLanes<W8>, Lanes4 = &AppendLanes<W4> });

    public static Kernel CountWide { get; } = Make(
        "countWide", new KernelCode { Lanes8 = &CountLanes<W8>, Lanes4 = &CountLanes<W4>, Scalar = &CountScalar, LaneBytes = 8 });

    public static Kernel Failing { get; } = Make(
        "failing", new KernelCode { Lanes16 = &Fail, Lanes8 = &Fail, Lanes4 = &Fail, Scalar = &FailScalar });

    public static Kernel Make(string name, KernelCode code, bool usesBarrier = false, params KernelParameter[] parameters) =>
        new(name, sizeof(CountArguments), usesBarrier, parameters, code);

    public static ViewArgument Argument(this BufferView view) => new(view.Buffer.Handle, view.Offset, view.Length);

    private static void CountLanes<TWidth>(byte* arguments, GroupRange* range)
        where TWidth : struct, IWidth
    {
        var a = (CountArguments*)arguments;
        int* counters = (int*)a->Counters.Handle + a->Counters.Offset;
        for (long group = range->Start; group < range->End; group++)
        {
            long x = group % range->DimX;
            for (int lane = 0; lane < TWidth.Lanes; lane++)
            {
                long i = (x * TWidth.Lanes) + lane;
                if (i < a->Lanes) counters[(group / range->DimX * a->Lanes) + i]++;
            }
            for (long i = 0; i < a->Spin; i++) Thread.MemoryBarrier();
        }
    }

    private static void AppendLanes<TWidth>(byte* arguments, GroupRange* range)
        where TWidth : struct, IWidth
    {
        var a = (CountArguments*)arguments;
        int* counters = (int*)a->Counters.Handle + a->Counters.Offset;
        for (long group = range->Start; group < range->End; group++)
        {
            for (int lane = 0; lane < TWidth.Lanes; lane++)
            {
                long i = (group % range->DimX * TWidth.Lanes) + lane;
                if (i < a->Lanes) counters[(group / range->DimX * a->Lanes) + i] = (10 * counters[(group / range->DimX * a->Lanes) + i]) + 1;
            }
        }
    }

    private static void CountScalar(byte* arguments, ReferenceLane lane)
    {
        var a = (CountArguments*)arguments;
        long i = ((long)lane.GridX * lane.LaneCount) + lane.Lane;
        if (i >= a->Lanes) return;
        long at = ((((long)lane.GridZ * lane.GridDimY) + lane.GridY) * a->Lanes) + i;
        if ((ulong)at >= (ulong)a->Counters.Length) lane.OutOfRange("counters", at, a->Counters.Length);
        ((int*)a->Counters.Handle + a->Counters.Offset)[at]++;
    }

    private static void Fail(byte* arguments, GroupRange* range)
    {
        if (range->Start <= 77 && 77 < range->End) throw new DivideByZeroException("group 77");
    }

    private static void FailScalar(byte* arguments, ReferenceLane lane)
    {
        if (lane.GridX == 77) throw new DivideByZeroException("group 77");
    }

    private interface IWidth
    {
        static abstract int Lanes { get; }
    }

    private struct W16 : IWidth
    {
        public static int Lanes => 16;
    }

    private struct W8 : IWidth
    {
        public static int Lanes => 8;
    }

    private struct W4 : IWidth
    {
        public static int Lanes => 4;
    }
}
