namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the stages of a Winograd convolution. The z of a chain counts blocks of tiles and, within them, parts of the output
/// channels. The workspace holds transformed patches <c>[vector of channels][tile][point]</c>, then products in the same order.
/// </summary>
/// <param name="Plane">The images and tiles.</param>
/// <param name="BlockTiles">Tiles of a block, whole tiles of the product.</param>
/// <param name="TileRows">Tiles that a product makes at once; those beyond the last one of the batch are zeros.</param>
/// <param name="Parts">Parts of the output channels.</param>
/// <param name="PartBlocks">Blocks of output channels, of as many vectors as the product makes, in a part.</param>
/// <param name="PartVectors">Vectors of output channels of a part.</param>
/// <param name="InVectors">Vectors that hold the channels that are summed over, zeros beyond.</param>
/// <param name="ProductsAt">Where in the workspace the products begin.</param>
/// <param name="Biased">1 where there is a bias.</param>
/// <param name="Activation">The number of the <see cref="ConvActivation"/> that the sums pass through.</param>
internal readonly record struct WinogradArgs(
    WinogradPlane Plane, int BlockTiles, int TileRows, int Parts, int PartBlocks, int PartVectors, int InVectors, int ProductsAt, int Biased,
    int Activation);
