namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the stages of a Winograd convolution. The z of a chain counts blocks of tiles and, within them, parts of the output
/// channels. The workspace holds transformed patches <c>[vector of channels][tile][point]</c>, then products in the same order.
/// </summary>
/// <param name="Height">Source rows.</param>
/// <param name="Width">Source columns.</param>
/// <param name="OutHeight">Destination rows.</param>
/// <param name="OutWidth">Destination columns.</param>
/// <param name="OriginH">The source row that the first tap of destination row 0 reads.</param>
/// <param name="OriginW">The source column that the first tap of destination column 0 reads.</param>
/// <param name="TilesH">Tiles along the height.</param>
/// <param name="TilesW">Tiles along the width.</param>
/// <param name="Tiles">Tiles of the batch.</param>
/// <param name="BlockTiles">Tiles of a block, whole tiles of the product.</param>
/// <param name="TileRows">Tiles that a product makes at once; those beyond the last one of the batch are zeros.</param>
/// <param name="Parts">Parts of the output channels.</param>
/// <param name="PartBlocks">Blocks of output channels, of as many vectors as the product makes, in a part.</param>
/// <param name="PartVectors">Vectors of output channels of a part.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="In">Channels that are summed over.</param>
/// <param name="Out">Channels that lanes run over.</param>
/// <param name="InVectors">Vectors that hold <paramref name="In"/>, zeros beyond.</param>
/// <param name="ProductsAt">Where in the workspace the products begin.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="Activation">The number of the <see cref="ConvActivation"/> that the sums pass through.</param>
internal readonly record struct WinogradArgs(
    int Height, int Width, int OutHeight, int OutWidth, int OriginH, int OriginW, int TilesH, int TilesW, int Tiles, int BlockTiles, int TileRows, int Parts,
    int PartBlocks, int PartVectors, int SourcePitch, int DestinationPitch, int In, int Out, int InVectors, int ProductsAt, int Biased, int Activation);
