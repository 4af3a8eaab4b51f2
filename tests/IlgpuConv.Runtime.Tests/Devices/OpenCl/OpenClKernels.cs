namespace IlgpuConv.Runtime.Tests;

/// <summary>OpenCL kernels written by hand the way the compiler writes them, so that the device is tested without it.</summary>
internal static unsafe class OpenClKernels
{
    /// <summary>Every lane adds 1 to its own counter: the counter is lane + lanes * (y + dimY * z).</summary>
    public struct CountArguments
    {
        public ViewArgument Counters;
        public long Lanes;
    }

    /// <summary>Arguments of both stages of a chain: the first writes the workspace, the second reads it from the other end.</summary>
    public struct ChainArguments
    {
        public ViewArgument Workspace;
        public ViewArgument Output;
    }

    private static readonly KernelParameter[] s_chain =
    [
        new("workspace", 0, ElementType.Int32, true),
        new("output", sizeof(ViewArgument), ElementType.Int32, false),
    ];

    public static Kernel Count { get; } = Counting("Tests.Hand.count", &CountText);

    public static Kernel CountWide { get; } = Counting("Tests.Hand.count/f64", &CountText, laneBytes: 8, usesDouble: true);

    public static Kernel Broken { get; } = Counting("Tests.Hand.broken", &BrokenText);

    public static Kernel Misnamed { get; } = Counting("Tests.Hand.misnamed", &CountText);

    /// <summary>All lanes write one counter and one far outside the buffer: what a tool that checks kernels must report.</summary>
    public static Kernel Faulty { get; } = Counting("Tests.Hand.faulty", &FaultyText);

    public static Kernel Formless { get; } = Counting("Tests.Hand.formless", null);

    public static Kernel Produce { get; } = Chain("Tests.Hand.produce");

    public static Kernel Consume { get; } = Chain("Tests.Hand.consume");


    private static Kernel Counting(string name, delegate*<ReadOnlySpan<byte>> text, int laneBytes = 4, bool usesDouble = false) => new(
        name,
        sizeof(CountArguments),
        false,
        [new("counters", 0, ElementType.Int32, false), new("lanes", sizeof(ViewArgument), null, false)],
        new KernelCode
        {
            OpenClWorkItems = text,
            OpenClLanes16 = text,
            OpenClLanes8 = text,
            OpenClLanes4 = text,
            LaneBytes = laneBytes,
            UsesDouble = usesDouble,
            Pack = &PackCount,
            PackedBytes = sizeof(PackedHeader) + 24,
        });

    private static Kernel Chain(string name) => new(name, sizeof(ChainArguments), false, s_chain, new KernelCode
    {
        OpenClWorkItems = &ChainText,
        OpenClLanes16 = &ChainText,
        OpenClLanes8 = &ChainText,
        OpenClLanes4 = &ChainText,
        Pack = &PackChain,
        PackedBytes = sizeof(PackedHeader) + 32,
    });

    private static void PackCount(byte* arguments, byte* packed)
    {
        var a = (CountArguments*)arguments;
        var p = (long*)(packed + sizeof(PackedHeader));
        (p[0], p[1], p[2]) = (a->Counters.Offset, a->Counters.Length, a->Lanes);
    }

    private static void PackChain(byte* arguments, byte* packed)
    {
        var a = (ChainArguments*)arguments;
        var p = (long*)(packed + sizeof(PackedHeader));
        (p[0], p[1], p[2], p[3]) = (a->Workspace.Offset, a->Workspace.Length, a->Output.Offset, a->Output.Length);
    }

    private static ReadOnlySpan<byte> CountText() =>
        """
        #ifdef LANES
        #define GROUPS(a) for (long group = a.first + get_global_id(0) * a.groupsPerItem, last = min(group + a.groupsPerItem, a.end); group < last; group++)
        #define LANE for (int lane = 0; lane < LANES; lane++)
        #define SIZE LANES
        #else
        #define GROUPS(a) long group = a.first + get_group_id(0);
        #define LANE long lane = get_local_id(0);
        #define SIZE get_local_size(0)
        #endif
        typedef struct { long first, end, groupsPerItem, workspaceStride; int dimX, dimY, dimZ, firstZ; long offset, length, lanes; } Arguments;
        kernel void count(global int* counters, const Arguments a)
        {
            GROUPS(a)
            {
                long x = group % a.dimX, row = group / a.dimX;
                LANE
                {
                    long i = x * SIZE + lane;
                    if (i < a.lanes && row < (long)a.dimY * a.dimZ) counters[a.offset + row * a.lanes + i] += 1;
                }
            }
        }
        """u8;

    private static ReadOnlySpan<byte> ChainText() =>
        """
        #ifdef LANES
        #define GROUPS(a) for (long group = a.first + get_global_id(0) * a.groupsPerItem, last = min(group + a.groupsPerItem, a.end); group < last; group++)
        #define LANE for (int lane = 0; lane < LANES; lane++)
        #define SIZE LANES
        #else
        #define GROUPS(a) long group = a.first + get_group_id(0);
        #define LANE long lane = get_local_id(0);
        #define SIZE get_local_size(0)
        #endif
        typedef struct
        {
            long first, end, groupsPerItem, workspaceStride;
            int dimX, dimY, dimZ, firstZ;
            long workspaceOffset, workspaceLength, outputOffset, outputLength;
        } Arguments;

        #define PLACE \
            long z = group / ((long)a.dimX * a.dimY), y = group / a.dimX % a.dimY, i = group % a.dimX * SIZE + lane; \
            long width = a.workspaceLength / a.dimY, at = y * width + i; \
            global int* block = workspace + (z - a.firstZ) * (a.workspaceStride / 4) + a.workspaceOffset;

        kernel void produce(global int* workspace, global int* output, const Arguments a)
        {
            GROUPS(a) LANE
            {
                PLACE
                if (i < width) block[a.workspaceLength - 1 - at] = (int)(z * a.workspaceLength + at + 1000);
            }
        }

        kernel void consume(global int* workspace, global int* output, const Arguments a)
        {
            GROUPS(a) LANE
            {
                PLACE
                if (i < width) output[a.outputOffset + z * a.workspaceLength + at] = 2 * block[a.workspaceLength - 1 - at];
            }
        }
        """u8;

    private static ReadOnlySpan<byte> FaultyText() =>
        """
        typedef struct { long header[6]; long offset, length, lanes; } Arguments;
        kernel void faulty(global int* counters, const Arguments a)
        {
            counters[a.offset] = (int)get_local_id(0);
            counters[a.offset + (1 << 20) + get_global_id(0)] = 1;
        }
        """u8;

    private static ReadOnlySpan<byte> BrokenText() =>
        """
        kernel void broken(global int* counters)
        {
            counters[0] = 1;
            counters[1] = thisIsDeclaredNowhere;
        }
        """u8;
}
