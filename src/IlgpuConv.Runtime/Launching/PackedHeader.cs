using System.Runtime.InteropServices;

namespace IlgpuConv.Runtime;

/// <summary>The first 48 bytes of packed arguments: what a launch is, as kernels on devices with a memory of their own read it.</summary>
/// <param name="First">The linear index of the launch's first group, in the order x, y, z with x fastest; in PTX its first group along y.</param>
/// <param name="End">The linear index after its last group.</param>
/// <param name="GroupsPerItem">In vector form, the groups that one work item runs.</param>
/// <param name="WorkspaceStride">In a chain, bytes of workspace of a block, a multiple of 64: the workspace views begin with block <paramref name="FirstZ"/>.</param>
/// <param name="DimX">Groups along x.</param>
/// <param name="DimY">Groups along y.</param>
/// <param name="DimZ">Groups along z.</param>
/// <param name="FirstZ">In a chain, the first block of the launch; in PTX the first group along z.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct PackedHeader(
    long First, long End, long GroupsPerItem, long WorkspaceStride, int DimX, int DimY, int DimZ, int FirstZ);
