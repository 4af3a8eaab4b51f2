namespace IlgpuConv.Ops;

/// <summary>The arguments of the stages of a depthwise filter, which multiply in place of products.</summary>
/// <param name="Rows">Rows of a block, or of a slice's part.</param>
/// <param name="Total">Rows of all blocks.</param>
/// <param name="First">The first row of the first block.</param>
/// <param name="Step">Rows from one block to the next.</param>
/// <param name="Taps">Taps.</param>
/// <param name="Channels">Channels of a tap in the workspace.</param>
/// <param name="FirstChannel">Where they are among all channels.</param>
/// <param name="WeightPitch">Filter elements from one tap to the next.</param>
/// <param name="Pitch">Elements between neighbouring rows outside the workspace.</param>
/// <param name="Biased">1 where a bias is added.</param>
/// <param name="Continues">1 where a slice has sums of parts before.</param>
internal readonly record struct DeformDepthwiseArgs(
    int Rows, int Total, int First, int Step, int Taps, int Channels, int FirstChannel, int WeightPitch, int Pitch, int Biased, int Continues);
