namespace IlgpuConv.Runtime;

/// <summary>A range of groups of a grid, in the order x, y, z with x fastest; what one call of a compiled kernel works on.</summary>
/// <param name="Start">The first group's linear index.</param>
/// <param name="End">The linear index after the last group.</param>
/// <param name="DimX">Groups along x.</param>
/// <param name="DimY">Groups along y.</param>
/// <param name="DimZ">Groups along z.</param>
public readonly record struct GroupRange(long Start, long End, int DimX, int DimY, int DimZ);
