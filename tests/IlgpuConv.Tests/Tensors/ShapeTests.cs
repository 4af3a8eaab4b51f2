using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Tensors;

public class ShapeTests
{
    [Fact]
    public void Axes_count_from_both_ends()
    {
        Shape shape = [2, 3, 5];
        Assert.Equal((2, 5, 3), (shape[0], shape[-1], shape[-2]));
        Assert.Equal((3, 30L, "[2, 3, 5]"), (shape.Rank, shape.Elements, shape.ToString()));
        Assert.Equal(new Shape(2, 7, 5), shape.With(1, 7));
    }

    [Fact]
    public void A_single_number_has_no_axes_and_one_element() => Assert.Equal((0, 1L), (new Shape().Rank, new Shape().Elements));

    [Fact]
    public void Errors_name_the_values()
    {
        Assert.StartsWith("[shape] sizes must be at least 0. Got [2, -1].", Assert.Throws<ArgumentException>(() => new Shape(2, -1)).Message);
        Assert.StartsWith(
            "[shape] an axis must lie in [-2, 2). Got axis 2 of [4, 5].", Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(4, 5)[2]).Message);
    }

    [Theory]
    [InlineData(MemoryOrder.RowMajor, new long[] { 60, 20, 5, 1 })]
    [InlineData(MemoryOrder.ChannelsLast, new long[] { 60, 1, 15, 3 })]
    [InlineData(MemoryOrder.Filter, new long[] { 1, 2, 30, 6 })]
    [InlineData(MemoryOrder.PerSampleFilter, new long[] { 60, 1, 3, 12 })]
    public void An_order_places_the_axes(MemoryOrder order, long[] strides)
    {
        var layout = new Layout([2, 3, 4, 5], order);
        Assert.Equal(strides, Enumerable.Range(0, 4).Select(layout.Stride));
        Assert.True(layout.IsDense);
        Assert.Equal(120, layout.Extent);
    }

    [Fact]
    public void A_pitch_leaves_gaps_between_rows()
    {
        var layout = new Layout([2, 3, 4, 5], MemoryOrder.ChannelsLast, pitch: 8);
        Assert.Equal([160, 1, 40, 8], Enumerable.Range(0, 4).Select(layout.Stride));
        Assert.Equal((false, 3, 40L, 39L * 8 + 3), (layout.IsDense, layout.Inner, layout.Rows, layout.Extent));
        Assert.StartsWith(
            "[layout] the pitch must be at least the contiguous axis. Got pitch 2 for [2, 3, 4, 5] ChannelsLast.",
            Assert.Throws<ArgumentException>(() => new Layout([2, 3, 4, 5], MemoryOrder.ChannelsLast, pitch: 2)).Message);
    }

    [Fact]
    public void Channels_last_of_two_axes_is_row_major() =>
        Assert.Equal(MemoryOrder.RowMajor, new Layout([2, 3], MemoryOrder.ChannelsLast).Order);
}
