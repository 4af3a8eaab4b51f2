namespace IlgpuConv.PtxMachine;

/// <summary>A decoded instruction: which registers it reads and writes, and what it does for some lanes of a group.</summary>
/// <param name="line">What was written.</param>
/// <param name="write">The register that it writes, or -1.</param>
/// <param name="reads">The registers that it reads.</param>
internal abstract class PtxOp(PtxLine line, int write, params int[] reads)
{
    public PtxLine Line { get; } = line;

    public int Write { get; } = write;

    /// <summary>The registers that a vector load writes beside it.</summary>
    public virtual ReadOnlySpan<int> MoreWrites => [];

    public int[] Reads { get; } = reads;

    /// <summary>Carries it out for the lanes of <paramref name="mask"/>.</summary>
    public abstract void Run(PtxGroup group, ulong mask);
}
