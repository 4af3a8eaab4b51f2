namespace IlgpuConv.Ops;

/// <summary>A place of a grid that holds features: integer coordinates. In two dimensions the depth is 0.</summary>
/// <param name="Batch">The sample.</param>
/// <param name="Depth">The plane, z.</param>
/// <param name="Height">The row, y.</param>
/// <param name="Width">The column, x.</param>
public readonly record struct Site(int Batch, int Depth, int Height, int Width);
