namespace IlgpuConv.Ops;

/// <summary>
/// The arguments of the transform of a filter into the workspace of a block as stages of a chain, whose z counts samples, or spans of the tiles, and,
/// within them, parts of the output channels.
/// </summary>
/// <param name="Filter">Where the taps lie; rows and channels of a block as for a filter that all samples share.</param>
/// <param name="StrideBatch">Elements between the filters of samples, or 0.</param>
/// <param name="Parts">Parts of the output channels.</param>
/// <param name="PartVectors">Vectors of output channels of a part.</param>
/// <param name="BlockVectors">Vectors of output channels of a block.</param>
/// <param name="FilterAt">Where in the workspace the transformed filter begins.</param>
/// <param name="FilterPlace">Elements of the transformed filter from one point to the next.</param>
/// <param name="CopyAt">Where in the workspace the copy of a filter begins that is transformed with its channels exchanged.</param>
/// <param name="CopyTap">Elements of the copy from one tap to the next.</param>
/// <param name="CopyPitch">Elements of the copy from one channel that lanes run over to the next.</param>
internal readonly record struct WinogradSampleArgs(
    WinogradFilterArgs Filter, int StrideBatch, int Parts, int PartVectors, int BlockVectors, int FilterAt, int FilterPlace, int CopyAt, int CopyTap,
    int CopyPitch);
