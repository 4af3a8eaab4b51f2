namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the stages of a Winograd convolution. The z of a chain counts blocks of tiles and, within them, parts of the output
/// channels, or samples and such parts where each sample has a filter of its own, or spans of the tiles. The workspace holds transformed patches
/// <c>[vector of channels][tile][point]</c>, then products in the same order, then a block's own transformed filter.
/// </summary>
/// <param name="Plane">The images and tiles.</param>
/// <param name="BlockTiles">Tiles that are made at a time, whole tiles of the product.</param>
/// <param name="SpanTiles">Tiles of a block: those made at a time, or all of a sample or span.</param>
/// <param name="First">The first tile of the block that these stages make.</param>
/// <param name="TileRows">Tiles that a product makes at once; those beyond the last one of the batch are zeros.</param>
/// <param name="Parts">Parts of the output channels.</param>
/// <param name="PartBlocks">Blocks of output channels, of as many vectors as the product makes, in a part.</param>
/// <param name="PartVectors">Vectors of output channels of a part.</param>
/// <param name="InVectors">Vectors that hold the channels that are summed over, zeros beyond.</param>
/// <param name="ProductsAt">Where in the workspace the products begin.</param>
/// <param name="FilterAt">Where the transformed filter begins: in the workspace where it is the block's own.</param>
/// <param name="FilterPart">Elements of the transformed filter from one part of the output channels to the next.</param>
/// <param name="FilterPlace">Elements of the transformed filter from one point to the next.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="BiasBatch">Elements from the bias of a sample to that of the next one, or 0.</param>
/// <param name="Activation">The number of the <see cref="SumFunction"/> that the sums pass through.</param>
/// <param name="Continues">What a pass over the results adds: 1 before the function, 2 after it, 0 nothing.</param>
internal readonly record struct WinogradArgs(
    WinogradPlane Plane, int BlockTiles, int SpanTiles, int First, int TileRows, int Parts, int PartBlocks, int PartVectors, int InVectors,
    int ProductsAt, int FilterAt, int FilterPart, int FilterPlace, int Biased, int BiasBatch, int Activation, int Continues);
