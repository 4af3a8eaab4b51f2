namespace IlgpuConv.Ops;

/// <summary>The sizes that a kernel of <see cref="ScaledMixKernels"/> takes.</summary>
internal readonly struct ScaledMixArgs(int samples, int experts, int taps, int groups, int groupIn, int groupOut, bool hasInputScale)
{
    /// <summary>Rows of a block: with all output channels of all experts they stay in the second-level cache from sample to sample.</summary>
    public const int BlockRows = 8;

    public readonly int Samples = samples;
    public readonly int Experts = experts;
    public readonly int Taps = taps;

    /// <summary>Input channels of a group.</summary>
    public readonly int GroupIn = groupIn;

    /// <summary>Output channels of a group.</summary>
    public readonly int GroupOut = groupOut;

    /// <summary>Input channels.</summary>
    public readonly int In = groupIn * groups;

    /// <summary>Output channels.</summary>
    public readonly int Out = groupOut * groups;

    /// <summary>Rows of a filter: taps times input channels of a group.</summary>
    public readonly int Rows = taps * groupIn;

    /// <summary>Blocks of the input channels of a group.</summary>
    public readonly int Blocks = (groupIn + BlockRows - 1) / BlockRows;

    /// <summary>1, or 0 where the input scale is one number, 1, for all.</summary>
    public readonly int Unit = hasInputScale ? 1 : 0;
}
