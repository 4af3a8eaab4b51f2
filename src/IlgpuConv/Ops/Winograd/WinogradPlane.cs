namespace IlgpuConv.Ops;

/// <summary>The images of a Winograd convolution and the tiles that lie over their destination.</summary>
/// <param name="Height">Source rows.</param>
/// <param name="Width">Source columns.</param>
/// <param name="OutHeight">Destination rows.</param>
/// <param name="OutWidth">Destination columns.</param>
/// <param name="OriginH">The source row that the first tap of destination row 0 reads.</param>
/// <param name="OriginW">The source column that the first tap of destination column 0 reads.</param>
/// <param name="TilesH">Tiles along the height.</param>
/// <param name="TilesW">Tiles along the width.</param>
/// <param name="Tiles">Tiles of the batch.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="In">Source channels.</param>
/// <param name="Out">Destination channels.</param>
internal readonly record struct WinogradPlane(
    int Height, int Width, int OutHeight, int OutWidth, int OriginH, int OriginW, int TilesH, int TilesW, int Tiles, int SourcePitch,
    int DestinationPitch, int In, int Out);
