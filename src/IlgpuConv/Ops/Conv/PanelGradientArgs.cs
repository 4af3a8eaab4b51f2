namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the stages of a weight gradient from panels. The z of a chain counts slices of the positions, within them taps, parts of the input channels,
/// and parts of the output channels. The workspace holds what a tap reads <c>[position][input channel]</c>, then slopes
/// <c>[block of output channels][position][channel of the block]</c>.
/// </summary>
/// <param name="D">Depth.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
/// <param name="InputPitch">Elements between neighbouring input positions.</param>
/// <param name="OutputPitch">Elements between neighbouring output positions.</param>
/// <param name="In">Input channels.</param>
/// <param name="Out">Output channels.</param>
/// <param name="Positions">Output positions of the batch.</param>
/// <param name="SlicePositions">Positions of a slice.</param>
/// <param name="First">The first position of a slice that these stages add.</param>
/// <param name="BlockPositions">Positions that are added at a time.</param>
/// <param name="PartsIn">Parts of the input channels.</param>
/// <param name="Parts">Parts of the output channels.</param>
/// <param name="PartBlocks">Blocks of output channels of a part.</param>
/// <param name="Width">Output channels of a block.</param>
/// <param name="ColumnTiles">Tiles of input channels of a part.</param>
/// <param name="ColumnPitch">Elements between neighbouring positions of what a tap reads.</param>
/// <param name="SlopesAt">Where in the workspace the slopes begin.</param>
internal readonly record struct PanelGradientArgs(
    GatherAxis D, GatherAxis H, GatherAxis W, int InputPitch, int OutputPitch, int In, int Out, int Positions, int SlicePositions, int First,
    int BlockPositions, int PartsIn, int Parts, int PartBlocks, int Width, int ColumnTiles, int ColumnPitch, int SlopesAt)
{
    /// <summary>Taps.</summary>
    public int Taps => D.Taps * H.Taps * W.Taps;
}
