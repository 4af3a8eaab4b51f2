namespace IlgpuConv.Ops;

/// <summary>The arguments of a tile kernel: the axes, the memory, and which output channels of each group this launch makes.</summary>
/// <param name="D">Depth; one position and one tap for an image.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width, along which tiles lie.</param>
/// <param name="Strips">Parts of a row of tiles, each made by one group.</param>
/// <param name="StripPixels">Positions of a strip, a multiple of the tile.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="In">Channels that a destination element sums over.</param>
/// <param name="Out">Destination channels of a group.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Fused">Taps along the width whose channels lie in one run of the source, or 1.</param>
/// <param name="FilterBatch">Packed filter elements of a sample, or 0 where all share one.</param>
/// <param name="FilterGroup">Packed filter elements of a group.</param>
/// <param name="FilterFirst">The first packed element of this launch within a group.</param>
/// <param name="Blocks">Blocks of output channels in this launch.</param>
/// <param name="FirstChannel">The first output channel of this launch within a group.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="BiasBatch">Bias elements of a sample, or 0 where all share one.</param>
/// <param name="Activation">The number of the <see cref="SumFunction"/> that the sums pass through.</param>
/// <param name="FirstIn">The first channel that this launch sums over.</param>
/// <param name="Count">Channels that this launch sums over.</param>
/// <param name="Continues">1 where sums begin with what is there: those over the channels before, or another tensor of the destination's layout. In a pass, what it adds.</param>
/// <param name="Prefetches">1 where the source is so large that a tile asks for what the next one reads.</param>
/// <param name="Requests">1 where the destination is so large that a tile asks for the lines that it writes before it makes them.</param>
/// <param name="Swapped">1 where z of the grid are the strips and y the blocks, so that the blocks of a strip follow each other.</param>
internal readonly record struct GatherArgs(
    GatherAxis D, GatherAxis H, GatherAxis W, int Strips, int StripPixels, int SourcePitch, int DestinationPitch, int In, int Out, int Groups,
    int Fused, int FilterBatch, int FilterGroup, int FilterFirst, int Blocks, int FirstChannel, int Biased, int BiasBatch,
    int Activation, int FirstIn, int Count, int Continues, int Prefetches, int Requests, int Swapped);
