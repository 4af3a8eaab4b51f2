namespace IlgpuConv.Ops;

/// <summary>The arguments of the products of a block of rows with a packed filter.</summary>
/// <param name="Rows">Rows of a block.</param>
/// <param name="Total">Rows of all blocks.</param>
/// <param name="Tiles">Tiles of rows in a block.</param>
/// <param name="SourcePitch">Elements between neighbouring rows of the source.</param>
/// <param name="SourceFirst">The first element that a row's sum reads.</param>
/// <param name="Runs">Runs of elements that a sum reads.</param>
/// <param name="RunLength">Elements of a run.</param>
/// <param name="RunStride">Elements from one run to the next.</param>
/// <param name="TargetPitch">Elements between neighbouring rows of the target.</param>
/// <param name="TargetFirst">The first element that is written of a row.</param>
/// <param name="Width">Elements of a row that are written for each repeat.</param>
/// <param name="Blocks">Blocks of vectors in this launch.</param>
/// <param name="FirstChannel">The first element of this launch within a repeat.</param>
/// <param name="FilterFirst">Where the packed filter of this launch begins.</param>
/// <param name="FilterBlock">Packed elements of a block of vectors.</param>
/// <param name="TargetRepeat">Elements of a row from one repeat to the next.</param>
/// <param name="FilterRepeat">Packed elements from one repeat to the next.</param>
/// <param name="Biased">1 where a bias is added.</param>
/// <param name="BiasFirst">The first element of the bias.</param>
/// <param name="Continues">1 where the target holds a part of the sum.</param>
internal readonly record struct DeformProductArgs(
    int Rows, int Total, int Tiles, int SourcePitch, int SourceFirst, int Runs, int RunLength, int RunStride, int TargetPitch, int TargetFirst,
    int Width, int Blocks, int FirstChannel, int FilterFirst, int FilterBlock, int TargetRepeat, int FilterRepeat, int Biased, int BiasFirst, int Continues);
