namespace IlgpuConv.Ops;

/// <summary>A part of the output channels that one launch makes.</summary>
/// <param name="Tile">Its tile.</param>
/// <param name="FirstVector">The first vector of channels.</param>
/// <param name="Blocks">Blocks of a tile's vectors.</param>
internal sealed record SparseSegment(SparseTile Tile, int FirstVector, int Blocks);
