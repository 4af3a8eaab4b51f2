namespace IlgpuConv.Ops;

/// <summary>The arguments of the kernels of the weight gradient.</summary>
/// <param name="Taps">Taps of the filter.</param>
/// <param name="In">Input channels of a group.</param>
/// <param name="Out">Output channels of a group.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="InputPitch">Elements from one row of the input to the next.</param>
/// <param name="OutputPitch">Elements from one row of the output's gradient to the next.</param>
/// <param name="SiteBlocks">Blocks of output sites.</param>
/// <param name="Parts">Parts of these blocks, each summed by one group.</param>
/// <param name="PartBlocks">Blocks of a part.</param>
/// <param name="Rows">Input channels of a group, with room for whole tiles.</param>
/// <param name="Width">Output channels of a group, with room for whole vectors.</param>
/// <param name="Blocks">Blocks of output channels in this launch.</param>
/// <param name="FirstChannel">The first output channel of this launch within a group.</param>
internal readonly record struct SparseWeightArgs(
    int Taps, int In, int Out, int Groups, int InputPitch, int OutputPitch, int SiteBlocks, int Parts, int PartBlocks, int Rows, int Width, int Blocks,
    int FirstChannel);
