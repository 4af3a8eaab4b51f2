namespace IlgpuConv.Ops;

/// <summary>Padding of any number of axes, slowest first: what the public types of one, two and three axes are inside.</summary>
/// <param name="Rule">How the numbers are found where they are not given.</param>
/// <param name="Axes">The numbers before the first and after the last position of each axis.</param>
internal sealed record PaddingSides(PaddingRule Rule, (int Low, int High)[] Axes)
{
    /// <inheritdoc/>
    public override string ToString() => Rule == PaddingRule.Explicit ? Text(Axes) : Rule.ToString();

    /// <summary>One number for an axis with the same on both sides, else both.</summary>
    public static string Text(IEnumerable<(int Low, int High)> axes) =>
        $"({string.Join(", ", axes.Select(a => a.Low == a.High ? $"{a.Low}" : $"({a.Low}, {a.High})"))})";
}
