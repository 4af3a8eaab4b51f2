namespace IlgpuConv.Ops;

/// <summary>The arguments of the filter's gradient over a part of a slice of positions.</summary>
/// <param name="Rows">Positions of the part.</param>
/// <param name="Total">Positions of the batch.</param>
/// <param name="First">The first position of the first slice's part.</param>
/// <param name="Step">Positions from one slice to the next.</param>
/// <param name="Tiles">Tiles of filter rows (tap, channel).</param>
/// <param name="Taps">Taps.</param>
/// <param name="In">Input channels of a weight group.</param>
/// <param name="Channels">Input channels.</param>
/// <param name="Out">Output channels of a weight group.</param>
/// <param name="Groups">Weight groups.</param>
/// <param name="Group">This launch's weight group.</param>
/// <param name="FirstChannel">The first output channel of this launch within the group.</param>
/// <param name="OutputPitch">Elements between neighbouring output positions.</param>
/// <param name="Continues">1 where the slice has sums of parts before.</param>
internal readonly record struct DeformWeightArgs(
    int Rows, int Total, int First, int Step, int Tiles, int Taps, int In, int Channels, int Out, int Groups, int Group, int FirstChannel,
    int OutputPitch, int Continues);
