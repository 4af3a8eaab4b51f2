namespace IlgpuConv.Runtime;

/// <summary>The forms of one kernel that the compiler wrote; a device takes the one that it runs.</summary>
public sealed unsafe class KernelCode
{
    /// <summary>Vector form for groups of 16 lanes (512-bit vectors of 32-bit elements), or null where the kernel has none.</summary>
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
}
