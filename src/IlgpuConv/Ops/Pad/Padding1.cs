namespace IlgpuConv.Ops;

/// <summary>What lies around a signal: positions before the first and after the last, negative where it is cropped, or a rule that finds them.</summary>
/// <param name="Left">Positions before the first.</param>
/// <param name="Right">Positions after the last.</param>
public readonly record struct Padding1(int Left, int Right)
{
    /// <summary>How the positions are found where they are not given.</summary>
    public PaddingRule Rule { get; private init; }

    /// <summary>The same number on both sides.</summary>
    public static implicit operator Padding1(int both) => new(both, both);

    /// <summary>A number before the first and one after the last.</summary>
    public static implicit operator Padding1((int Low, int High) sides) => new(sides.Low, sides.High);

    /// <summary>What a rule finds.</summary>
    public static implicit operator Padding1(PaddingRule rule) => new() { Rule = rule };

    internal PaddingSides Sides => new(Rule, [(Left, Right)]);

    /// <inheritdoc/>
    public override string ToString() => Sides.ToString();
}
