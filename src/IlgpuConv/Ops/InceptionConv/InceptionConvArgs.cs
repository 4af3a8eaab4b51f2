namespace IlgpuConv.Ops;

/// <summary>The arguments of the tile kernel.</summary>
/// <param name="H">Height.</param>
/// <param name="W">Width, along which tiles lie.</param>
/// <param name="Strips">Parts of a row of tiles, each made by one group.</param>
/// <param name="StripPixels">Positions of a strip, a multiple of the tile.</param>
/// <param name="SourcePitch">Elements between neighbouring source positions.</param>
/// <param name="DestinationPitch">Elements between neighbouring destination positions.</param>
/// <param name="FirstBlock">Where the table's entries of this launch begin.</param>
/// <param name="Blocks">How many blocks this launch makes.</param>
/// <param name="FirstRun">Where the table's entries of the runs begin.</param>
/// <param name="Biased">1 where there is a bias.</param>
internal readonly record struct InceptionConvArgs(
    InceptionConvAxis H, InceptionConvAxis W, int Strips, int StripPixels, int SourcePitch, int DestinationPitch, int FirstBlock, int Blocks, int FirstRun,
    int Biased);
