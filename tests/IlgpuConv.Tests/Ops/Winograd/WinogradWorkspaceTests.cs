using IlgpuConv.Ops;
using IlgpuConv.Runtime;

namespace IlgpuConv.Tests.Ops;

/// <summary>What a thread works in stays for the next convolution, so it is bounded however many channels there are.</summary>
public class WinogradWorkspaceTests
{
    private static readonly int[] s_threads = [1, 2, 16];

    [Theory]
    [InlineData(32, 64, 32)]
    [InlineData(32, 256, 8)]
    [InlineData(32, 512, 4)]
    [InlineData(8, 512, 7)]
    [InlineData(1, 512, 14)]
    public void A_workspace_has_at_most_eight_megabytes(int batch, int channels, int size)
    {
        using var form = new ConvAlgorithmScope(ConvAlgorithm.Winograd4);
        ConvShape shape = ConvShape.Of("conv", [batch, channels, size, size], [channels, channels, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)]);
        foreach (int threads in s_threads)
        {
            var device = new DeviceCapabilities(DeviceKind.Cpu, 16, threads, 32, 1 << 30, true, true);
            foreach (ConvDirection direction in (ConvDirection[])[ConvDirection.Forward, ConvDirection.InputGradient])
            {
                WinogradGather winograd = Assert.IsType<WinogradGather>(ConvPlan.Of(shape, direction, 16, device).Implementation);
                foreach (WinogradPlan each in (WinogradPlan[])[winograd.Blocks, winograd.Once])
                    Assert.True(each.BlockElements * sizeof(float) <= 8 << 20, $"{direction}, {threads} threads: {each.BlockElements} elements, {each}");
            }
            WinogradGradientPlan gradient = Assert.IsType<WinogradGradient>(ConvPlan.Of(shape, ConvDirection.WeightGradient, 16, device).Implementation).Blocks;
            Assert.True(gradient.BlockElements * sizeof(float) <= 8 << 20, $"{threads} threads: {gradient.BlockElements} elements, {gradient}");
        }
    }

    /// <summary>2048 by 2048 channels in at most sixteen parts, the fewest bytes, take 37 MB each.</summary>
    [Fact]
    public void Where_no_division_takes_as_few_it_is_the_least()
    {
        using var form = new ConvAlgorithmScope(ConvAlgorithm.Winograd4);
        ConvShape shape = ConvShape.Of("conv", [1, 2048, 8, 8], [2048, 2048, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)]);
        ConvPlan plan = ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 1, 32, 1 << 30, true, true));
        WinogradPlan once = Assert.IsType<WinogradGather>(plan.Implementation).Once;
        Assert.Equal(16, once.Parts);
        Assert.InRange(once.BlockElements * sizeof(float), (8 << 20) + 1, 40 << 20);
    }
}
