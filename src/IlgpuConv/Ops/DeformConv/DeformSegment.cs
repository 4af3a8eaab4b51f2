namespace IlgpuConv.Ops;

/// <summary>Part of a product's vectors, made by one stage.</summary>
/// <param name="Tile">The tile size.</param>
/// <param name="FirstVector">The first vector.</param>
/// <param name="Blocks">Blocks of as many vectors as the tile has.</param>
internal readonly record struct DeformSegment(DeformTile Tile, int FirstVector, int Blocks);
