namespace IlgpuConv.Perf;

/// <summary>What the harness says of samples.</summary>
internal static class Statistics
{
    /// <summary>Student's t that 0.5% lie above, by degrees of freedom: two-sided intervals of 99%.</summary>
    private static readonly (double Freedom, double T)[] s_student =
    [
        (1, 63.657), (2, 9.925), (3, 5.841), (4, 4.604), (5, 4.032), (6, 3.707), (7, 3.499), (8, 3.355), (9, 3.250), (10, 3.169), (12, 3.055),
        (15, 2.947), (20, 2.845), (30, 2.750), (60, 2.660), (120, 2.617), (double.PositiveInfinity, 2.576),
    ];

    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public static double Median(IReadOnlyList<double> samples)
    {
        double[] sorted = [.. samples.Order()];
        int half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /// <summary>
    /// How many times <paramref name="old"/> the samples of <paramref name="now"/> are: the ratio of geometric means with Welch's interval
    /// of 99% on the logarithms. Infinitely wide with fewer than two samples on a side.
    /// </summary>
    public static RatioInterval Ratio(IReadOnlyList<double> old, IReadOnlyList<double> now)
    {
        (double oldMean, double oldError) = Logarithms(old);
        (double newMean, double newError) = Logarithms(now);
        double difference = newMean - oldMean, error = oldError + newError;
        if (double.IsPositiveInfinity(error)) return new(Math.Exp(difference), 0, double.PositiveInfinity);
        double freedom = error == 0
            ? double.PositiveInfinity
            : error * error / (oldError * oldError / (old.Count - 1) + newError * newError / (now.Count - 1));
        double reach = StudentT(freedom) * Math.Sqrt(error);
        return new(Math.Exp(difference), Math.Exp(difference - reach), Math.Exp(difference + reach));
    }

    /// <summary>The geometric mean of ratios, one of each case, with an interval of 99% from how the cases differ among themselves.</summary>
    public static RatioInterval Mean(IReadOnlyList<double> ratios)
    {
        (double mean, double error) = Logarithms(ratios);
        if (double.IsPositiveInfinity(error)) return new(Math.Exp(mean), 0, double.PositiveInfinity);
        double reach = StudentT(ratios.Count - 1) * Math.Sqrt(error);
        return new(Math.Exp(mean), Math.Exp(mean - reach), Math.Exp(mean + reach));
    }

    /// <summary>Student's t of 99% intervals, between the rows of the table by the reciprocal of the degrees of freedom.</summary>
    internal static double StudentT(double freedom)
    {
        freedom = Math.Max(1, freedom);
        int above = Array.FindIndex(s_student, row => row.Freedom >= freedom);
        if (above == 0 || s_student[above].Freedom == freedom) return s_student[above].T;
        ((double low, double lowT), (double high, double highT)) = (s_student[above - 1], s_student[above]);
        return lowT + (highT - lowT) * (1 / low - 1 / freedom) / (1 / low - 1 / high);
    }

    /// <summary>The mean of the logarithms and the square of its standard error.</summary>
    private static (double Mean, double SquaredError) Logarithms(IReadOnlyList<double> samples)
    {
        double mean = samples.Average(Math.Log);
        if (samples.Count < 2) return (mean, double.PositiveInfinity);
        double squares = samples.Sum(sample => (Math.Log(sample) - mean) * (Math.Log(sample) - mean));
        return (mean, squares / (samples.Count - 1) / samples.Count);
    }
}
