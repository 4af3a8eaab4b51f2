namespace IlgpuConv.Runtime.Tests;

/// <summary>Two stages written by hand: the first fills the workspace, the second reads it from another place and writes the output.</summary>
internal static unsafe class ChainKernels
{
    public struct Arguments
    {
        public ViewArgument Workspace;
        public ViewArgument Output;
    }

    private static readonly KernelParameter[] s_parameters =
    [
        new("workspace", 0, ElementType.Int32, true),
        new("output", sizeof(ViewArgument), ElementType.Int32, false),
    ];

    public static Kernel Produce { get; } = new("produce", sizeof(Arguments), false, s_parameters, new KernelCode
    {
        Lanes16 = &ProduceGroups16,
        Lanes8 = &ProduceGroups8,
        Lanes4 = &ProduceGroups4,
        Scalar = &ProduceLane,
    });

    public static Kernel Consume { get; } = new("consume", sizeof(Arguments), false, s_parameters, new KernelCode
    {
        Lanes16 = &ConsumeGroups16,
        Lanes8 = &ConsumeGroups8,
        Lanes4 = &ConsumeGroups4,
        Scalar = &ConsumeLane,
    });

    private static void ProduceGroups16(byte* arguments, GroupRange* range) => Groups(arguments, range, 16, produce: true);

    private static void ProduceGroups8(byte* arguments, GroupRange* range) => Groups(arguments, range, 8, produce: true);

    private static void ProduceGroups4(byte* arguments, GroupRange* range) => Groups(arguments, range, 4, produce: true);

    private static void ConsumeGroups16(byte* arguments, GroupRange* range) => Groups(arguments, range, 16, produce: false);

    private static void ConsumeGroups8(byte* arguments, GroupRange* range) => Groups(arguments, range, 8, produce: false);

    private static void ConsumeGroups4(byte* arguments, GroupRange* range) => Groups(arguments, range, 4, produce: false);

    private static void Groups(byte* arguments, GroupRange* range, int lanes, bool produce)
    {
        for (long group = range->Start; group < range->End; group++)
        {
            long x = group % range->DimX, row = group / range->DimX;
            for (int lane = 0; lane < lanes; lane++)
                Lane((Arguments*)arguments, (x * lanes) + lane, row % range->DimY, row / range->DimY, range->DimY, produce);
        }
    }

    private static void ProduceLane(byte* arguments, ReferenceLane lane) =>
        Lane((Arguments*)arguments, ((long)lane.GridX * lane.LaneCount) + lane.Lane, lane.GridY, lane.GridZ, lane.GridDimY, produce: true);

    private static void ConsumeLane(byte* arguments, ReferenceLane lane) =>
        Lane((Arguments*)arguments, ((long)lane.GridX * lane.LaneCount) + lane.Lane, lane.GridY, lane.GridZ, lane.GridDimY, produce: false);

    private static void Lane(Arguments* a, long i, long y, long z, int dimY, bool produce)
    {
        long rowLength = a->Workspace.Length / dimY;
        if (i >= rowLength) return;
        int* workspace = (int*)a->Workspace.Handle;
        long at = (y * rowLength) + i;
        if (produce) workspace[a->Workspace.Length - 1 - at] = (int)((z * a->Workspace.Length) + at + 1000);
        else ((int*)a->Output.Handle)[(z * a->Workspace.Length) + at] = 2 * workspace[a->Workspace.Length - 1 - at];
    }
}
