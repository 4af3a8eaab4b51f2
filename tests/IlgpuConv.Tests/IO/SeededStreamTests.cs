using IlgpuConv.IO;

namespace IlgpuConv.Tests.IO;

public class SeededStreamTests
{
    [Fact]
    public void Values_never_change()
    {
        // Computed apart from this code, from the published algorithm.
        SeededStream random = new(42, 1, 2);
        Assert.Equal([5762146265542448816UL, 1166656551321230068UL, 6226761936633371971UL], [random.Next(), random.Next(), random.Next()]);
    }

    [Fact]
    public void Every_part_of_the_name_counts()
    {
        ulong[] first = [new SeededStream(1).Next(), new SeededStream(2).Next(), new SeededStream(1, 0).Next(),
            new SeededStream(1, 0, 1).Next(), new SeededStream(1, 1, 0).Next(), new SeededStream(-1).Next()];
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void Bounded_values_are_even()
    {
        SeededStream random = new(7);
        int[] counts = new int[5];
        for (int i = 0; i < 50_000; i++)
        {
            counts[random.Next(5)]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void A_permutation_holds_every_number_once()
    {
        int[] order = new SeededStream(3).Permutation(100);
        Assert.NotEqual(Enumerable.Range(0, 100), order);
        Assert.Equal(Enumerable.Range(0, 100), order.Order());
    }

    [Fact]
    public void A_bound_below_one_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new SeededStream(1).Next(0));
        Assert.Equal("[random] bound must be at least 1. Got 0.", error.Message);
    }
}
