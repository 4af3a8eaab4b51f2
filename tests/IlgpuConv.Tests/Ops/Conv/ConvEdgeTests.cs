using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tests.Ops;

/// <summary>Direct sums on maps so small that most tiles lie at an edge, with every size of tile that the plan takes for them.</summary>
public class ConvEdgeTests
{
    [Theory]
    [InlineData(20, 64, 3, 7)]
    [InlineData(33, 130, 2, 5)]
    [InlineData(17, 48, 4, 14)]
    [InlineData(16, 96, 1, 1)]
    public void Positions_beyond_the_edges_add_nothing(int channels, int outChannels, int height, int width)
    {
        using var direct = new ConvAlgorithmScope(ConvAlgorithm.Direct);
        foreach ((int kernel, Padding2 padding) in ((int, Padding2)[])[(3, 1), (3, ((3, 0), (0, 4))), (5, 3)])
            EveryWidth.Check([1, channels, height, width], [outChannels, channels, kernel, kernel], [outChannels], (x, w, b) => x.Conv2d(w, b, padding: padding));
    }

    [Fact]
    public void The_tile_that_reads_its_last_weights_at_each_use_is_among_them()
    {
        using var direct = new ConvAlgorithmScope(ConvAlgorithm.Direct);
        ConvShape shape = ConvShape.Of("conv", [1, 20, 3, 7], [64, 20, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)]);
        var plan = ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true));
        Assert.StartsWith("forward: tiles 7x4 x 1 ", plan.ToString(), StringComparison.Ordinal);
    }
}
