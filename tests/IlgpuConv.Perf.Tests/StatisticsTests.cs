namespace IlgpuConv.Perf.Tests;

public class StatisticsTests
{
    [Theory]
    [InlineData(2.0, 1.0, 3.0, 2.0)]
    [InlineData(2.5, 4.0, 1.0, 2.0, 3.0)]
    [InlineData(7.0, 7.0)]
    public void The_median_is_the_middle(double median, params double[] samples) => Assert.Equal(median, Statistics.Median(samples));

    [Theory]
    [InlineData(0.5, 63.657)]
    [InlineData(1, 63.657)]
    [InlineData(8, 3.355)]
    [InlineData(11, 3.106)]
    [InlineData(40, 2.704)]
    [InlineData(1e9, 2.576)]
    public void Student_t_is_that_of_the_tables(double freedom, double t) => Assert.Equal(t, Statistics.StudentT(freedom), 0.003);

    [Fact]
    public void Samples_of_the_same_kind_are_seldom_told_apart_and_a_real_difference_is_found()
    {
        var random = new Random(5);
        double[] Samples(double scale) => [.. Enumerable.Range(0, 5).Select(_ => scale * Math.Exp(0.03 * Normal(random)))];
        int Found(double scale) => Enumerable.Range(0, 2000).Count(_ => Statistics.Ratio(Samples(1), Samples(scale)) is { Low: > 1 } or { High: < 1 });
        int wrong = Found(1), right = Found(1.15);
        Assert.InRange(wrong, 1, 40);
        Assert.InRange(right, 1900, 2000);
    }

    [Fact]
    public void A_ratio_does_not_depend_on_the_unit_and_turns_over_with_the_sides()
    {
        double[] a = [1, 1.1, 0.9, 1.05], b = [2, 2.3, 1.9, 2.1];
        RatioInterval ratio = Statistics.Ratio(a, b), scaled = Statistics.Ratio([.. a.Select(x => x * 1e-6)], [.. b.Select(x => x * 1e-6)]), back = Statistics.Ratio(b, a);
        Assert.Equal(ratio.Ratio, scaled.Ratio, 1e-9);
        Assert.Equal(ratio.High, scaled.High, 1e-9);
        Assert.Equal(1 / ratio.Low, back.High, 1e-9);
    }

    [Fact]
    public void One_sample_says_nothing_of_the_noise()
    {
        RatioInterval ratio = Statistics.Ratio([1], [2, 2, 2]);
        Assert.Equal((2, 0, double.PositiveInfinity), (ratio.Ratio, ratio.Low, ratio.High));
    }

    [Fact]
    public void What_the_machine_did_is_within_a_widened_interval()
    {
        RatioInterval ratio = new(1.2, 1.1, 1.3);
        Assert.Equal((0.88, 1.3), Round(ratio.Widened(1.25)));
        Assert.Equal((1.1, 1.625), Round(ratio.Widened(0.8)));
        Assert.Equal((1.1, 1.3), Round(ratio.Widened(1)));

        static (double, double) Round(RatioInterval interval) => (Math.Round(interval.Low, 9), Math.Round(interval.High, 9));
    }

    [Fact]
    public void Samples_without_noise_have_an_interval_without_width()
    {
        RatioInterval ratio = Statistics.Ratio([1, 1, 1], [2, 2, 2]);
        Assert.Equal((2, 2), (ratio.Low, ratio.High));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
