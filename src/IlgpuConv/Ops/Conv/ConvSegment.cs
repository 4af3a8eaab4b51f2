namespace IlgpuConv.Ops;

/// <summary>Part of the output channels of a group, made by one launch.</summary>
/// <param name="Tile">The tile size.</param>
/// <param name="FirstVector">The first vector of channels.</param>
/// <param name="Blocks">Blocks of as many vectors as the tile has.</param>
internal readonly record struct ConvSegment(ConvTile Tile, int FirstVector, int Blocks);
