namespace IlgpuConv.Ops;

/// <summary>The arguments of the padding kernels.</summary>
/// <param name="D">Depth; one position for an image.</param>
/// <param name="H">Height.</param>
/// <param name="W">Width.</param>
/// <param name="SourcePitch">Elements between neighbouring positions on the unpadded side.</param>
/// <param name="DestinationPitch">Elements between neighbouring positions on the padded side.</param>
/// <param name="Channels">Channels.</param>
internal readonly record struct PadArgs(PadAxis D, PadAxis H, PadAxis W, int SourcePitch, int DestinationPitch, int Channels);
