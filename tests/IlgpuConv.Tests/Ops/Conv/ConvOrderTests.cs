using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>In which order groups of a tile kernel run, and on which threads, changes no bit.</summary>
public class ConvOrderTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Parts_of_a_filter_are_a_chain_where_threads_have_equal_shares_of_blocks(int threads, bool chains)
    {
        var tiles = new TileGather(ConvPlan.Of(
            ConvShape.Of("conv", [1, 512, 7, 7], [512, 512, 3, 3], null, [new(1, 1, 1), new(1, 1, 1)]), ConvDirection.Forward, 16,
            new DeviceCapabilities(DeviceKind.Cpu, 16, threads, 32, 1 << 30, true, true)));
        Assert.Equal(chains, tiles.ChainsParts(8));
        Assert.Equal(threads > 1, tiles.ChainsParts(8 * threads + 1));
    }

    [Fact]
    public void Parts_of_a_filter_add_up_to_the_same_bits_in_a_chain_and_in_launches()
    {
        using var direct = new ConvAlgorithmScope(ConvAlgorithm.Direct);
        float[][] results = [.. Enumerable.Range(1, 4).Select(threads =>
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var generator = new RandomGenerator(3);
            Tensor x = Tensor.Normal([2, 384, 7, 7], generator: generator, device: device);
            Tensor w = Tensor.Normal([384, 384, 3, 3], 0, 0.05, generator: generator, device: device, order: MemoryOrder.Filter);
            return x.Conv2d(w, Tensor.Normal([384], generator: generator, device: device), padding: 1, activation: ConvActivation.Relu).ToArray<float>();
        })];
        Assert.All(results[1..], result => Assert.Equal(results[0], result));
    }

    [Fact]
    public void Blocks_of_a_strip_follow_each_other_for_a_batch_of_large_images_with_the_bits_of_each_image_alone()
    {
        ConvShape shape = ConvShape.Of("conv", [3, 256, 31, 31], [160, 256, 1, 1], null, [new(2), new(2)]);
        var capabilities = new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true);
        TileGather Tiles(ConvShape of) => Assert.IsType<TileGather>(ConvPlan.Of(of, ConvDirection.Forward, 16, capabilities).Implementation);
        Assert.True(Tiles(shape).PassesBlocks);
        Assert.False(Tiles(ConvShape.Of("conv", [1, 256, 31, 31], [160, 256, 1, 1], null, [new(2), new(2)])).PassesBlocks);

        using var device = new CpuDevice(2);
        using var scope = new TensorScope();
        var generator = new RandomGenerator(5);
        Tensor x = Tensor.Normal([3, 256, 31, 31], generator: generator, device: device);
        Tensor w = Tensor.Normal([160, 256, 1, 1], 0, 0.05, generator: generator, device: device), b = Tensor.Normal([160], generator: generator, device: device);
        float[] all = x.Conv2d(w, b, stride: 2).ToArray<float>();
        float[] each = [.. Enumerable.Range(0, 3).SelectMany(n => x.Slice(0, n, 1).Conv2d(w, b, stride: 2).ToArray<float>())];
        Assert.Equal(all, each);
    }
}
