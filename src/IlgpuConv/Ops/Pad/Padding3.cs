namespace IlgpuConv.Ops;

/// <summary>What lies around a volume: positions on each side, negative where it is cropped, or a rule that finds them.</summary>
/// <param name="Front">Planes before the first.</param>
/// <param name="Back">Planes after the last.</param>
/// <param name="Top">Rows before the first.</param>
/// <param name="Bottom">Rows after the last.</param>
/// <param name="Left">Columns before the first.</param>
/// <param name="Right">Columns after the last.</param>
public readonly record struct Padding3(int Front, int Back, int Top, int Bottom, int Left, int Right)
{
    /// <summary>How the positions are found where they are not given.</summary>
    public PaddingRule Rule { get; private init; }

    /// <summary>The same number on all six sides.</summary>
    public static implicit operator Padding3(int all) => new(all, all, all, all, all, all);

    /// <summary>A number for both sides of the depth, of the height and of the width.</summary>
    public static implicit operator Padding3((int Depth, int Height, int Width) sides) =>
        new(sides.Depth, sides.Depth, sides.Height, sides.Height, sides.Width, sides.Width);

    /// <summary>A low and a high number for the depth, for the height and for the width.</summary>
    public static implicit operator Padding3(((int Low, int High) Depth, (int Low, int High) Height, (int Low, int High) Width) sides) =>
        new(sides.Depth.Low, sides.Depth.High, sides.Height.Low, sides.Height.High, sides.Width.Low, sides.Width.High);

    /// <summary>What a rule finds.</summary>
    public static implicit operator Padding3(PaddingRule rule) => new() { Rule = rule };

    internal PaddingSides Sides => new(Rule, [(Front, Back), (Top, Bottom), (Left, Right)]);

    /// <inheritdoc/>
    public override string ToString() => Sides.ToString();
}
