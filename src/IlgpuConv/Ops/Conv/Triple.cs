namespace IlgpuConv.Ops;

/// <summary>A number for each of three spatial axes, depth first; one number stands for all.</summary>
/// <param name="Depth">The number along the depth.</param>
/// <param name="Height">The number along the height.</param>
/// <param name="Width">The number along the width.</param>
public readonly record struct Triple(int Depth, int Height, int Width)
{
    /// <summary>The same number along all axes.</summary>
    public static implicit operator Triple(int all) => new(all, all, all);

    /// <summary>A number along the depth, one along the height and one along the width.</summary>
    public static implicit operator Triple((int Depth, int Height, int Width) triple) => new(triple.Depth, triple.Height, triple.Width);

    internal int[] Axes => [Depth, Height, Width];

    /// <inheritdoc/>
    public override string ToString() => $"({Depth}, {Height}, {Width})";
}
