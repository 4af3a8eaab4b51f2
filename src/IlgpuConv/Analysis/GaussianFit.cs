namespace IlgpuConv.Analysis;

/// <summary>
/// The bell <c>a exp(-|p - centre|² / (2 sigma²))</c> with the least squared distance from an <see cref="EffectiveField"/>, about the field's mean place.
/// </summary>
/// <param name="Sigma">Its standard deviation, in input positions.</param>
/// <param name="Height">a.</param>
/// <param name="R2">How much of the variance of the values it explains, <c>1 - Σ (v - bell)² / Σ (v - mean)²</c>; 1 is all.</param>
public sealed record GaussianFit(double Sigma, double Height, double R2)
{
    /// <summary>Fits a field: for each sigma the best a follows from one division, and sigma is found by golden section.</summary>
    public static GaussianFit Of(EffectiveField field)
    {
        ArgumentNullException.ThrowIfNull(field);
        (double row, double column) = field.Centre;
        double[] values = [.. field.Values];
        double[] squares = [.. values.Select((_, i) => Square(i / field.Width - row) + Square(i % field.Width - column))];
        double mean = values.Length == 0 ? 0 : values.Average(), total = values.Sum(value => Square(value - mean));
        if (total == 0) return new GaussianFit(0, mean, 0);
        // Where a layer has steps of several positions there can be several valleys: the search begins about the best of a coarse row.
        double most = Math.Max(field.Height, field.Width), ratio = (Math.Sqrt(5) - 1) / 2;
        double[] coarse = [.. Enumerable.Range(0, 60).Select(i => 0.1 * Math.Pow(10 * most, i / 59.0))];
        int best = Enumerable.Range(0, coarse.Length).MinBy(i => Error(values, squares, coarse[i]).Error);
        (double low, double high) = (coarse[Math.Max(0, best - 1)], coarse[Math.Min(coarse.Length - 1, best + 1)]);
        for (int i = 0; i < 60; i++)
        {
            double left = high - ratio * (high - low), right = low + ratio * (high - low);
            if (Error(values, squares, left).Error < Error(values, squares, right).Error) high = right;
            else low = left;
        }
        double sigma = (low + high) / 2;
        (double error, double height) = Error(values, squares, sigma);
        return new GaussianFit(sigma, height, 1 - error / total);
    }

    /// <summary>The numbers in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"sigma {Sigma:0.###}, R² {R2:0.###}");

    private static (double Error, double Height) Error(double[] values, double[] squares, double sigma)
    {
        double product = 0, norm = 0, sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double bell = Math.Exp(-squares[i] / (2 * sigma * sigma));
            product += values[i] * bell;
            norm += bell * bell;
            sum += values[i] * values[i];
        }
        return norm == 0 ? (sum, 0) : (sum - product * product / norm, product / norm);
    }

    private static double Square(double x) => x * x;
}
