using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tests.Ops;

public class ConvPlanTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 1)]
    [InlineData(17, 2)]
    [InlineData(64, 4)]
    [InlineData(72, 5)]
    [InlineData(144, 9)]
    public void Vectors_of_channels_are_covered_once(int channels, int vectors)
    {
        var tiles = new TileGather(Plan(ConvDirection.Forward, 64, channels, 28));
        Assert.Equal(vectors, tiles.Segments.Sum(s => s.Blocks * s.Tile.Vectors));
        int next = 0;
        foreach (ConvSegment segment in tiles.Segments)
        {
            Assert.Equal(next, segment.FirstVector);
            next += segment.Blocks * segment.Tile.Vectors;
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Tiles_fit_into_the_registers(int registers)
    {
        var gather = new TileGather(Plan(ConvDirection.InputGradient, 64, 100, 28, registers));
        var gradient = new TileGradient(Plan(ConvDirection.WeightGradient, 64, 100, 28, registers));
        Assert.All([.. gather.Segments, .. gradient.Segments], s => Assert.InRange(s.Tile.Rows * s.Tile.Vectors + s.Tile.Held + 1, 3, registers));
    }

    [Fact]
    public void Slices_of_a_weight_gradient_depend_on_the_shape_only()
    {
        var wide = new TileGradient(Plan(ConvDirection.WeightGradient, 64, 64, 56));
        var narrow = new TileGradient(Plan(ConvDirection.WeightGradient, 64, 64, 56, 16, 4, 64));
        Assert.Equal((wide.Slices, wide.SliceRows), (narrow.Slices, narrow.SliceRows));
        Assert.True(wide.Slices > 1);
    }

    [Fact]
    public void A_plan_explains_itself()
    {
        using var direct = new ConvAlgorithmScope(ConvAlgorithm.Direct);
        Assert.Equal("forward: tiles 7x4 x 1 for 64 channels in vectors of 16, 0 % beyond the edges", Plan(ConvDirection.Forward, 64, 64, 56).ToString());
        Assert.Equal(
            "forward: tiles 7x4 x 8 for 512 channels in vectors of 16, 128 of 512 channels summed at a time, 0 % beyond the edges",
            Plan(ConvDirection.Forward, 512, 512, 7).ToString());
    }

    [Fact]
    public void Few_channels_and_small_groups_have_gradients_of_their_own()
    {
        Assert.Equal(
            "input gradient: runs of 3 taps by 5 channels in vectors of 16, added where they overlap", Plan(ConvDirection.InputGradient, 5, 64, 56).ToString());
        Assert.StartsWith("input gradient: tiles", Plan(ConvDirection.InputGradient, 12, 64, 56).ToString(), StringComparison.Ordinal);
        ConvShape shape = ConvShape.Of("conv", [1, 64, 56, 56], [64, 4, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)], 16);
        var plan = ConvPlan.Of(shape, ConvDirection.WeightGradient, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true));
        Assert.Equal("weight gradient: 16 groups of 4 channels side by side in vectors of 16, 6 slices of 10 rows", plan.ToString());
    }

    [Fact]
    public void A_filter_beyond_the_second_cache_is_read_in_parts()
    {
        TileGather near = new(Plan(ConvDirection.Forward, 64, 64, 56)), far = new(Plan(ConvDirection.Forward, 512, 512, 7));
        Assert.All(near.Segments, s => Assert.Equal(64, near.PartOf(s.Tile)));
        Assert.All(far.Segments, s => Assert.InRange(far.PartOf(s.Tile), 64, 256));
    }

    [Fact]
    public void Filters_of_each_sample_are_read_as_they_lie_where_a_tile_has_all_output_channels()
    {
        ConvShape shape = ConvShape.Of("conv", [32, 64, 28, 28], [32, 64, 64, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)], 1, true);
        ConvPlan plan = ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true));
        ConvSegment only = Assert.Single(new TileGather(plan).Segments);
        Assert.Equal((4, 1), (only.Tile.Vectors, only.Blocks));
    }

    private static ConvPlan Plan(ConvDirection direction, int inChannels, int outChannels, int size, int registers = 32, int lanes = 16, int threads = 2) =>
        ConvPlan.Of(
            ConvShape.Of("conv", [1, inChannels, size, size], [outChannels, inChannels, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)]), direction, lanes,
            new DeviceCapabilities(DeviceKind.Cpu, lanes, threads, registers, 1 << 30, true, true));
}
