namespace IlgpuConv.Ops;

/// <summary>A number for each of two spatial axes, height first; one number stands for both.</summary>
/// <param name="Height">The number along the height.</param>
/// <param name="Width">The number along the width.</param>
public readonly record struct Pair(int Height, int Width)
{
    /// <summary>The same number along both axes.</summary>
    public static implicit operator Pair(int both) => new(both, both);

    /// <summary>A number along the height and one along the width.</summary>
    public static implicit operator Pair((int Height, int Width) pair) => new(pair.Height, pair.Width);

    internal int[] Axes => [Height, Width];

    /// <inheritdoc/>
    public override string ToString() => $"({Height}, {Width})";
}
