using IlgpuConv.Autograd;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Autograd;

public class AxisMapTests
{
    [Fact]
    public void Sets_are_runs_in_order_that_neither_meet_nor_touch()
    {
        PositionSet set = PositionSet.Of([(5, 6), (1, 2), (3, 3), (9, 8), (-4, -4)]);
        Assert.Equal("-4, 1..3, 5..6", set.ToString());
        Assert.Equal((-4, 6, 11, 6), (set.First, set.Last, set.Span, (int)set.Count));
        Assert.Equal([-4, 1, 2, 3, 5, 6], set.Positions());
        Assert.True(set.Contains(2) && !set.Contains(4) && set.Contains(PositionSet.Of([1, 3, 6])) && !set.Contains(PositionSet.Range(3, 5)));
        Assert.Equal(PositionSet.Of([-3, 2, 3, 4, 6, 7]), set.Shift(1));
        Assert.Equal(PositionSet.Range(1, 3), set.Within(5));
        Assert.Equal("-4, 1..6", set.Union(PositionSet.Range(4, 4)).ToString());
        Assert.Equal((0, -1, 0, 0, "none"), (PositionSet.Empty.First, PositionSet.Empty.Last, PositionSet.Empty.Span, (int)PositionSet.Empty.Count, PositionSet.Empty.ToString()));
    }

    /// <summary>Composition against positions followed one by one, for filters, spread inputs and proportional maps.</summary>
    [Fact]
    public void A_map_after_another_reads_what_the_positions_it_reads_read()
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            (AxisMap outer, AxisMap inner) = (Any(random), Any(random));
            AxisMap both = outer.After(inner);
            Assert.Equal(outer.Jump * inner.Jump, both.Jump, 1e-12);
            for (int p = -7; p < 12; p++)
                Assert.Equal(PositionSet.Of(outer.At(p).Positions().SelectMany(middle => inner.At(middle).Positions())), both.At(p));
        }
    }

    [Fact]
    public void A_union_holds_both_and_nothing_else()
    {
        AxisMap three = AxisMap.Taps(3, 2, 1, 1), five = AxisMap.Taps(9, 4, 4, 1, 2), both = three.Union(five);
        Assert.True(both.Contains(three) && both.Contains(five) && !three.Contains(five));
        for (int p = -3; p < 5; p++) Assert.Equal(three.At(p).Union(five.At(p)), both.At(p));
        ArgumentException fault = Assert.Throws<ArgumentException>(() => three.Union(AxisMap.Identity));
        Assert.Equal("[axis map] only maps of one jump can be joined. Got jumps 2/1 and 1/1. (Parameter 'other')", fault.Message);
    }

    [Fact]
    public void All_swallows_every_map()
    {
        Assert.True(AxisMap.All.After(AxisMap.Identity).ReadsAll && AxisMap.Identity.After(AxisMap.All).ReadsAll && AxisMap.Identity.Union(AxisMap.All).ReadsAll);
        Assert.True(AxisMap.All.Contains(AxisMap.All) && !AxisMap.All.Contains(AxisMap.Identity));
        Assert.Equal("all", AxisMap.All.ToString());
    }

    [Fact]
    public void Arrangements_cannot_be_joined()
    {
        SpatialMap arranged = SpatialMap.Rearranged(new Layout([2, 3], MemoryOrder.RowMajor), new Layout([6], MemoryOrder.RowMajor));
        ArgumentException fault = Assert.Throws<ArgumentException>(() => SpatialMap.Everything.Or(arranged));
        Assert.Equal("[spatial map] only links between axes can be joined. Got an arrangement. (Parameter 'other')", fault.Message);
    }

    private static AxisMap Any(Random random) => random.Next(4) switch
    {
        0 => AxisMap.Shift(random.Next(-3, 4)),
        1 => AxisMap.Taps(random.Next(1, 5), random.Next(1, 4), random.Next(-1, 3), random.Next(-2, 3), random.Next(1, 4)),
        2 => AxisMap.Proportional(random.Next(1, 7), random.Next(1, 7), r => (r / 2, r / 2 + 1)),
        _ => AxisMap.Taps(random.Next(1, 4), random.Next(1, 3), 1, 1),
    };
}
