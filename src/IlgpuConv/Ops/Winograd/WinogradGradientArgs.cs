namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the stages of a weight gradient by Winograd's filtering. The z of a chain counts slices of the tiles and, within them, parts
/// of the output channels and of the input channels. The workspace holds transformed patches <c>[vector of channels][tile][point]</c>, transformed
/// slopes <c>[block of four vectors][tile][point][vector]</c>, and sums <c>[point][input channel][output channels]</c>.
/// </summary>
/// <param name="Plane">The images and tiles; the slopes are the destination.</param>
/// <param name="SliceTiles">Tiles of a slice.</param>
/// <param name="First">The first tile of a slice that this stage adds.</param>
/// <param name="BlockTiles">Tiles that are added at a time.</param>
/// <param name="PartsIn">Parts of the input channels.</param>
/// <param name="PartsOut">Parts of the output channels.</param>
/// <param name="PartInVectors">Vectors of input channels of a part.</param>
/// <param name="PartOutBlocks">Blocks of four vectors of output channels of a part.</param>
/// <param name="SlopesAt">Where in the workspace the slopes begin.</param>
/// <param name="SumsAt">Where in the workspace the sums begin.</param>
/// <param name="Continues">1 where the sums hold those of the tiles before.</param>
internal readonly record struct WinogradGradientArgs(
    WinogradPlane Plane, int SliceTiles, int First, int BlockTiles, int PartsIn, int PartsOut, int PartInVectors, int PartOutBlocks, int SlopesAt,
    int SumsAt, int Continues);
