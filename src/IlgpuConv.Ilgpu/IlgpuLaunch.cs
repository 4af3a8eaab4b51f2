using System.ComponentModel;

namespace IlgpuConv.Ilgpu;

/// <summary>What a launch is beside its arguments, as generated code reads it.</summary>
/// <param name="Config">Groups of the grid and lanes of a group.</param>
/// <param name="BlockBytes">In a chain, bytes of workspace of a block.</param>
/// <param name="StrideBytes">In a chain, bytes from the workspace of a block to that of the next.</param>
/// <param name="First">In a chain, the first block of the launch.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct IlgpuLaunch(KernelConfig Config, long BlockBytes = 0, long StrideBytes = 0, int First = 0);
