namespace IlgpuConv.Ops;

/// <summary>Zeros around an image; negative numbers crop it.</summary>
/// <param name="Top">Rows before the first.</param>
/// <param name="Bottom">Rows after the last.</param>
/// <param name="Left">Columns before the first.</param>
/// <param name="Right">Columns after the last.</param>
public readonly record struct Padding2(int Top, int Bottom, int Left, int Right)
{
    /// <summary>The same number on all four sides.</summary>
    public static implicit operator Padding2(int all) => new(all, all, all, all);

    /// <summary>A number for above and below, and one for left and right.</summary>
    public static implicit operator Padding2((int Height, int Width) sides) => new(sides.Height, sides.Height, sides.Width, sides.Width);

    /// <summary>A low and a high number for the height, and for the width.</summary>
    public static implicit operator Padding2(((int Low, int High) Height, (int Low, int High) Width) sides) =>
        new(sides.Height.Low, sides.Height.High, sides.Width.Low, sides.Width.High);

    /// <inheritdoc/>
    public override string ToString() => $"(({Top}, {Bottom}), ({Left}, {Right}))";
}
