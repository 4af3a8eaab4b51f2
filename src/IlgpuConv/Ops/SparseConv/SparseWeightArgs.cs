namespace IlgpuConv.Ops;

/// <summary>The arguments of the kernels of the weight gradient.</summary>
/// <param name="In">Input channels of a group.</param>
/// <param name="Out">Output channels of a group.</param>
/// <param name="Groups">Groups of channels.</param>
/// <param name="InputPitch">Elements from one row of the input to the next.</param>
/// <param name="OutputPitch">Elements from one row of the output's gradient to the next.</param>
/// <param name="Blocks">Blocks of output channels in this launch.</param>
/// <param name="FirstChannel">The first output channel of this launch within a group.</param>
internal readonly record struct SparseWeightArgs(int In, int Out, int Groups, int InputPitch, int OutputPitch, int Blocks, int FirstChannel);
