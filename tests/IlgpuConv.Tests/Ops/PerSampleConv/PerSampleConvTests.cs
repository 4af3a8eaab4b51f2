using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.PerSampleConv;

public class PerSampleConvTests
{
    /// <summary>Filters of 9 x 64 x 160 are packed two at a time: five samples are three parts, the last of one.</summary>
    [Fact]
    public void Samples_in_parts_of_a_batch_are_what_they_are_alone()
    {
        ConvShape shape = ConvShape.Of("conv", [5, 64, 5, 4], [5, 80, 64, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)], perSample: true);
        ConvPlan plan = ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 1, 32, 1 << 30, true, true));
        Assert.Equal(2, Assert.IsType<TileGather>(plan.Implementation).SamplesAtOnce);

        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([5, 64, 5, 4], -1, 1, random), bias = Tensor.Uniform([5, 80], -1, 1, random);
        Tensor w = Tensor.Uniform([5, 80, 64, 3, 3], -1, 1, random, order: MemoryOrder.PerSampleFilter);
        Tensor dy = Tensor.Uniform([5, 80, 5, 4], -1, 1, random);
        (Tensor y, Tensor[] gradients) = Run(x, w, bias, dy);
        for (int n = 0; n < 5; n++)
        {
            (Tensor own, Tensor[] ownGradients) = Run(x.Slice(0, n, 1), w.Slice(0, n, 1), bias.Slice(0, n, 1), dy.Slice(0, n, 1));
            Assert.Equal(y.Slice(0, n, 1).ToArray<float>(), own.ToArray<float>());
            for (int i = 0; i < 3; i++) Assert.Equal(gradients[i].Slice(0, n, 1).ToArray<float>(), ownGradients[i].ToArray<float>());
        }
    }

    /// <summary>A sample is summed in the same order in any batch and by any number of threads, whatever the plan divides.</summary>
    [Fact]
    public void Samples_by_winograd_are_what_they_are_alone_on_any_number_of_threads()
    {
        ConvShape Shape(int samples) => ConvShape.Of(
            "conv", [samples, 32, 27, 26], [samples, 64, 32, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)], perSample: true);
        foreach (int samples in (int[])[1, 3, 64])
        {
            var device = new DeviceCapabilities(DeviceKind.Cpu, 16, 2, 32, 1 << 30, true, true);
            Assert.IsType<WinogradGather>(ConvPlan.Of(Shape(samples), ConvDirection.Forward, 16, device).Implementation);
            Assert.IsType<WinogradGather>(ConvPlan.Of(Shape(samples), ConvDirection.InputGradient, 16, device).Implementation);
            Assert.IsType<WinogradGradient>(ConvPlan.Of(Shape(samples), ConvDirection.WeightGradient, 16, device).Implementation);
        }

        float[][]? first = null;
        foreach (int threads in (int[])[1, 2, 3])
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            var random = new RandomGenerator(1);
            Tensor x = Tensor.Uniform([3, 32, 27, 26], -1, 1, random, device: device), bias = Tensor.Uniform([3, 64], -1, 1, random, device: device);
            Tensor w = Tensor.Uniform([3, 64, 32, 3, 3], -1, 1, random, device: device, order: MemoryOrder.PerSampleFilter);
            Tensor dy = Tensor.Uniform([3, 64, 27, 26], -1, 1, random, device: device);
            for (int run = 0; run < 7; run++)
            {
                float[][] bits = Bits(x, w, bias, dy);
                first ??= bits;
                Assert.Equal(first, bits);
            }
            for (int n = 0; n < 3; n++)
            {
                float[][] own = Bits(x.Slice(0, n, 1), w.Slice(0, n, 1), bias.Slice(0, n, 1), dy.Slice(0, n, 1));
                for (int i = 0; i < 4; i++) Assert.Equal(first![i].Skip(n * own[i].Length).Take(own[i].Length), own[i]);
            }
        }

        static float[][] Bits(Tensor x, Tensor w, Tensor bias, Tensor dy)
        {
            (Tensor y, Tensor[] gradients) = Run(x, w, bias, dy);
            return [y.InOrder(MemoryOrder.ChannelsLast).ToArray<float>(), .. gradients.Select(g => g.ToArray<float>())];
        }
    }

    /// <summary>Filters of 16, 32 or 64 output channels are read where they lie; a row-major copy of them is packed. The sums are the same.</summary>
    [Theory]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(64)]
    [InlineData(65)]
    public void Filters_that_lie_as_the_kernel_reads_them_give_the_same_bits(int outChannels)
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([3, 5, 7, 6], -1, 1, random), w = Tensor.Uniform([3, outChannels, 5, 3, 3], -1, 1, random, order: MemoryOrder.PerSampleFilter);
        float[] expected = x.PerSampleConv2d(w.InOrder(MemoryOrder.RowMajor), padding: 1).ToArray<float>();
        Assert.Equal(expected, x.PerSampleConv2d(w, padding: 1).ToArray<float>());
    }

    /// <summary>A chain has a limit of stages, which the tiles of a large image pass.</summary>
    [Fact]
    public void Large_images_by_winograd_take_several_chains()
    {
        ConvShape shape = ConvShape.Of("conv", [2, 64, 120, 121], [2, 64, 64, 3, 3], null, [new(1, 1, 1, 1), new(1, 1, 1, 1)], perSample: true);
        WinogradPlan blocks = Assert.IsType<WinogradGather>(
            ConvPlan.Of(shape, ConvDirection.Forward, 16, new DeviceCapabilities(DeviceKind.Cpu, 16, 1, 32, 1 << 30, true, true)).Implementation).Blocks;
        Assert.True(blocks.SpanTiles > WinogradPlan.MostSteps * blocks.BlockTiles, $"{blocks}");

        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform(shape.Input, -1, 1, random), w = Tensor.Uniform(shape.Weight, -1, 1, random, order: MemoryOrder.PerSampleFilter);
        Tensor bias = Tensor.Uniform([2, 64], -1, 1, random), dy = Tensor.Uniform(shape.Output, -1, 1, random);
        float[][] Of(ConvAlgorithm algorithm)
        {
            using var form = new ConvAlgorithmScope(algorithm);
            (Tensor y, Tensor[] gradients) = Run(x, w, bias, dy);
            return [y.ToArray<float>(), .. gradients.Select(g => g.ToArray<float>())];
        }
        foreach ((float[] expected, float[] actual) in Of(ConvAlgorithm.Direct).Zip(Of(ConvAlgorithm.Planned)))
        {
            float bound = 1e-5f * expected.Max(MathF.Abs);
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.InRange(actual[i] - expected[i], -bound, bound);
        }
    }

    /// <summary>F(2x2, 3x3) has no form with a filter of each sample, so what asks for it has the direct sums.</summary>
    [Fact]
    public void Winograd_of_two_by_two_outputs_runs_directly()
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([2, 32, 28, 28], -1, 1, random), w = Tensor.Uniform([2, 32, 32, 3, 3], -1, 1, random, order: MemoryOrder.PerSampleFilter);
        float[] Of(ConvAlgorithm algorithm)
        {
            using var form = new ConvAlgorithmScope(algorithm);
            return x.PerSampleConv2d(w, padding: 1).ToArray<float>();
        }
        Assert.Equal(Of(ConvAlgorithm.Direct), Of(ConvAlgorithm.Winograd2));
        Assert.NotEqual(Of(ConvAlgorithm.Direct), Of(ConvAlgorithm.Winograd4));
        Assert.Equal(Of(ConvAlgorithm.Planned), Of(ConvAlgorithm.Winograd4));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Batches_of_none_and_of_one_have_gradients(int samples)
    {
        using var scope = new TensorScope();
        var random = new RandomGenerator(1);
        Tensor x = Tensor.Uniform([samples, 3, 6, 5], -1, 1, random), bias = Tensor.Uniform([4], -1, 1, random);
        Tensor w = Tensor.Uniform([samples, 4, 3, 3, 3], -1, 1, random, order: MemoryOrder.PerSampleFilter);
        (Tensor y, Tensor[] gradients) = Run(x, w, bias, Tensor.Full([samples, 4, 4, 3], 1));
        Assert.Equal([samples, 4, 4, 3], y.Shape);
        Assert.Equal(x.Shape, gradients[0].Shape);
        Assert.Equal(w.Shape, gradients[1].Shape);
        Assert.Equal(Enumerable.Repeat(12f * samples, 4), gradients[2].ToArray<float>());
    }

    private static (Tensor Y, Tensor[] Gradients) Run(Tensor x, Tensor w, Tensor bias, Tensor dy)
    {
        Tensor[] leaves = [x.Detach(), w.Detach(), bias.Detach()];
        foreach (Tensor leaf in leaves) leaf.RequiresGrad = true;
        Tensor y = leaves[0].PerSampleConv2d(leaves[1], leaves[2], padding: x.Shape[1] is 64 or 32 ? 1 : 0);
        return (y, Gradients.Of(y, leaves, gradient: dy));
    }
}
