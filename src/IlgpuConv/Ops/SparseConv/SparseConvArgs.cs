namespace IlgpuConv.Ops;

/// <summary>The arguments of the kernels that write sites.</summary>
/// <param name="Taps">Taps of the filter.</param>
/// <param name="In">Channels that a written element sums over.</param>
/// <param name="Out">Written channels of a group.</param>
/// <param name="SourcePitch">Elements from one row that is read to the next.</param>
/// <param name="DestinationPitch">Elements from one row that is written to the next.</param>
/// <param name="Destinations">Rows that are written.</param>
/// <param name="BlockSites">Rows of a block, which one group owns.</param>
/// <param name="Blocks">Blocks of channels in this launch.</param>
/// <param name="FirstChannel">The first written channel of this launch within a group.</param>
/// <param name="FilterGroup">Packed filter elements of a group.</param>
/// <param name="FilterFirst">The first packed element of this launch within a group.</param>
/// <param name="Biased">1 where there is a bias.</param>
internal readonly record struct SparseConvArgs(
    int Taps, int In, int Out, int SourcePitch, int DestinationPitch, int Destinations, int BlockSites, int Blocks, int FirstChannel,
    int FilterGroup, int FilterFirst, int Biased);
