namespace IlgpuConv.Tensors;

/// <summary>A place in the sequence of a <see cref="RandomGenerator"/>, reserved for one caller.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Position">The first block.</param>
public readonly record struct RandomDraw(ulong Seed, ulong Position);
