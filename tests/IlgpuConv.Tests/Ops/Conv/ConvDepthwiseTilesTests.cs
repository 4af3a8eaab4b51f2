using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Depthwise windows of 3x3 in tiles of seven rows by two positions over vectors of channels.</summary>
public class ConvDepthwiseTilesTests
{
    [Theory]
    [InlineData(128, 7, 2)]
    [InlineData(128, 14, 4)]
    [InlineData(144, 7, 6)]
    public void Forward_and_gradients_with_every_padding(int channels, int height, int width)
    {
        foreach (Padding2 padding in (Padding2[])[0, 1, ((1, 1), (0, 2)), ((1, 0), (0, 1))])
        {
            Shape x = [2, channels, height + 2 - padding.Top - padding.Bottom, width + 2 - padding.Left - padding.Right];
            EveryWidth.Check(x, [channels, 1, 3, 3], [channels], (x, w, b) => x.Conv2d(w, b, padding: padding, groups: channels));
        }
    }

    [Fact]
    public void Filters_of_samples_and_planes_of_volumes()
    {
        EveryWidth.Check([3, 128, 7, 4], [3, 128, 1, 3, 3], [3, 128], (x, w, b) => x.PerSampleConv2d(w, b, padding: 1, groups: 128));
        EveryWidth.Check([2, 128, 3, 7, 4], [128, 1, 1, 3, 3], [128], (x, w, b) => x.Conv3d(w, b, padding: (0, 1, 1), groups: 128));
    }

    [Theory]
    [InlineData(128, 14, 14, true)]
    [InlineData(512, 14, 14, true)]
    [InlineData(144, 28, 28, true)]
    [InlineData(120, 28, 28, false)]
    [InlineData(136, 14, 14, false)]
    [InlineData(128, 13, 14, false)]
    [InlineData(128, 14, 13, false)]
    [InlineData(128, 56, 56, false)]
    public void Tiles_run_where_they_divide_a_small_map(int channels, int height, int width, bool areTiles)
    {
        ConvShape shape = ConvShape.Of("conv", [1, channels, height, width], [channels, 1, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)], channels);
        foreach (ConvDirection direction in (ConvDirection[])[ConvDirection.Forward, ConvDirection.InputGradient])
        {
            foreach (int registers in (int[])[16, 32])
            {
                var device = new DeviceCapabilities(DeviceKind.Cpu, 16, 1, registers, 1L << 33, true, true);
                Assert.Equal(areTiles && registers == 32, ConvPlan.Of(shape, direction, 16, device).Implementation is DepthwiseTileGather);
            }
        }
    }

    [Fact]
    public void The_same_bits_on_every_run_for_any_number_of_threads() => RepeatedRuns.AreEqual(
        device => new Conv2d(144, 144, 3, padding: 1, groups: 144, generator: new RandomGenerator(1), device: device), [2, 144, 14, 6]);
}
