namespace IlgpuConv.Runtime;

/// <summary>The forms of one kernel that the compiler wrote; a device takes the one that it runs.</summary>
public sealed unsafe class KernelCode
{
    /// <summary>
    /// Vector form for groups of 16 lanes (512-bit vectors of 32-bit elements), or null where the kernel has none. A call without groups reads no
    /// arguments: it makes the machine code.
    /// </summary>
    public delegate*<byte*, GroupRange*, void> Lanes16 { get; set; }

    /// <summary>Vector form for groups of 8 lanes.</summary>
    public delegate*<byte*, GroupRange*, void> Lanes8 { get; set; }

    /// <summary>Vector form for groups of 4 lanes.</summary>
    public delegate*<byte*, GroupRange*, void> Lanes4 { get; set; }

    /// <summary>Scalar form: one lane of one group.</summary>
    public delegate*<byte*, ReferenceLane, void> Scalar { get; set; }

    /// <summary>
    /// Bytes of the widest element that varies over lanes, 4 or 8. With 8 the vector forms are those of 8 and 4 lanes, so that every
    /// vector fits the registers.
    /// </summary>
    public int LaneBytes { get; set; } = 4;

    /// <summary>
    /// Writes what a device with a memory of its own takes by value: after a <see cref="PackedHeader"/>, offset and length of each view,
    /// in elements and in the order of the parameters, and then the scalars that the kernel reads. From the argument block (first) to
    /// <see cref="PackedBytes"/> bytes (second); the buffers themselves are arguments of their own.
    /// </summary>
    public delegate*<byte*, byte*, void> Pack { get; set; }

    /// <summary>Bytes of the packed arguments, header included; a multiple of 8.</summary>
    public int PackedBytes { get; set; }

    /// <summary>Whether the kernel computes in double precision.</summary>
    public bool UsesDouble { get; set; }

    /// <summary>OpenCL C in UTF-8: one work item a lane. The entry point has the name of the method.</summary>
    public delegate*<ReadOnlySpan<byte>> OpenClWorkItems { get; set; }

    /// <summary>
    /// OpenCL C for devices that are processors: one work item runs a range of groups, a group is a vector of 16 lanes. The forms are those
    /// of 512 and 256 bits: 16 and 8 lanes of 4 bytes, 8 and 4 lanes of 8 bytes; the others are null.
    /// </summary>
    public delegate*<ReadOnlySpan<byte>> OpenClLanes16 { get; set; }

    /// <summary>The same with groups of 8 lanes.</summary>
    public delegate*<ReadOnlySpan<byte>> OpenClLanes8 { get; set; }

    /// <summary>The same with groups of 4 lanes.</summary>
    public delegate*<ReadOnlySpan<byte>> OpenClLanes4 { get; set; }

    /// <summary>
    /// PTX in UTF-8 for <c>sm_70</c> and later: one thread a lane, the blocks of threads lie as the groups do. The entry point is the only one;
    /// its parameters are the address of each view's buffer and the packed arguments.
    /// </summary>
    public delegate*<ReadOnlySpan<byte>> Ptx { get; set; }

    /// <summary>The views that the kernel writes, a bit each in the order of the parameters; the last bit stands for all after it too.</summary>
    public ulong WrittenViews { get; set; }
}
