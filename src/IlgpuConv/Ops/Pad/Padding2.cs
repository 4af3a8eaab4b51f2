namespace IlgpuConv.Ops;

/// <summary>What lies around an image: rows and columns on each side, negative where it is cropped, or a rule that finds them.</summary>
/// <param name="Top">Rows before the first.</param>
/// <param name="Bottom">Rows after the last.</param>
/// <param name="Left">Columns before the first.</param>
/// <param name="Right">Columns after the last.</param>
public readonly record struct Padding2(int Top, int Bottom, int Left, int Right)
{
    /// <summary>How the rows and columns are found where they are not given.</summary>
    public PaddingRule Rule { get; private init; }

    /// <summary>The same number on all four sides.</summary>
    public static implicit operator Padding2(int all) => new(all, all, all, all);

    /// <summary>A number for above and below, and one for left and right.</summary>
    public static implicit operator Padding2((int Height, int Width) sides) => new(sides.Height, sides.Height, sides.Width, sides.Width);

    /// <summary>A low and a high number for the height, and for the width.</summary>
    public static implicit operator Padding2(((int Low, int High) Height, (int Low, int High) Width) sides) =>
        new(sides.Height.Low, sides.Height.High, sides.Width.Low, sides.Width.High);

    /// <summary>What a rule finds.</summary>
    public static implicit operator Padding2(PaddingRule rule) => new() { Rule = rule };

    internal PaddingSides Sides => new(Rule, [(Top, Bottom), (Left, Right)]);

    /// <inheritdoc/>
    public override string ToString() => Rule == PaddingRule.Explicit ? $"(({Top}, {Bottom}), ({Left}, {Right}))" : Rule.ToString();
}
