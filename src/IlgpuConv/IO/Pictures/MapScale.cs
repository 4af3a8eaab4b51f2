namespace IlgpuConv.IO;

/// <summary>How the numbers of several maps become colours, the same for all of them.</summary>
public sealed class MapScale
{
    private MapScale(double start, double end) => (Start, End) = (start, end);

    /// <summary>Whether the scale has a sign: as far below 0 as above, white at 0.</summary>
    public bool IsSigned => Start < 0;

    /// <summary>The number that has the last colour; larger ones have it too.</summary>
    public double End { get; }

    /// <summary>The number that has the first colour; smaller ones have it too.</summary>
    public double Start { get; }

    /// <summary>
    /// A scale from 0, or where a number is negative from as far below 0, to the largest magnitude of all numbers but the outermost half percent: one
    /// pixel does not darken all others.
    /// </summary>
    public static MapScale Of(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        double end = Largest(all);
        return new MapScale(all.Any(value => value < 0) ? -end : 0, end);
    }

    /// <summary>A scale that has a sign, whatever the numbers have.</summary>
    public static MapScale Signed(IEnumerable<double> values)
    {
        double end = Largest([.. values.Where(double.IsFinite)]);
        return new MapScale(-end, end);
    }

    /// <summary>A scale for factors: from the least to the greatest where they differ, so that what differs little is seen too.</summary>
    public static MapScale Between(IEnumerable<double> values)
    {
        double[] all = [.. values.Where(double.IsFinite)];
        return all.Length == 0 || all.Min() < 0 || all.Min() == all.Max() ? Of(all) : new MapScale(all.Min(), all.Max());
    }

    /// <summary>The colour of a number.</summary>
    public Colour Colour(double value) => IsSigned ? Palette.Diverging(value / End) : Palette.Sequential((value - Start) / (End - Start));

    private static double Largest(double[] values)
    {
        double[] sizes = Array.ConvertAll(values, Math.Abs);
        Array.Sort(sizes);
        double end = sizes.Length == 0 ? 0 : sizes[Math.Max((int)Math.Ceiling(0.995 * sizes.Length) - 1, 0)];
        if (end == 0 && sizes.Length > 0) end = sizes[^1];
        return end == 0 ? 1 : end;
    }
}
