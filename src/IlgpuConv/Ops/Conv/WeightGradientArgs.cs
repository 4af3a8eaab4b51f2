namespace IlgpuConv.Ops;

/// <summary>The arguments of the weight gradient kernels; the axes are those of the forward.</summary>
/// <param name="D">Depth.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
/// <param name="InputPitch">Elements between neighbouring input positions.</param>
/// <param name="OutputPitch">Elements between neighbouring output positions.</param>
/// <param name="In">Input channels of a group.</param>
/// <param name="Out">Output channels of a group.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Images">Samples that one filter sums over.</param>
/// <param name="Slices">Parts that the rows of output positions are divided into.</param>
/// <param name="SliceRows">Rows of a part.</param>
/// <param name="Blocks">Blocks of output channels in this launch.</param>
/// <param name="FirstChannel">The first output channel of this launch within a group.</param>
/// <param name="Prefetches">1 where the images are so large that a row asks for the next one.</param>
internal readonly record struct WeightGradientArgs(
    GatherAxis D, GatherAxis H, GatherAxis W, int InputPitch, int OutputPitch, int In, int Out, int Groups, int Images, int Slices, int SliceRows,
    int Blocks, int FirstChannel, int Prefetches = 0)
{
    /// <summary>Filter elements of an output channel: taps by input channels.</summary>
    public int Columns => D.Taps * H.Taps * W.Taps * In;

    /// <summary>Rows of output positions that one filter sums over.</summary>
    public int Rows => Images * D.Destination * H.Destination;
}
