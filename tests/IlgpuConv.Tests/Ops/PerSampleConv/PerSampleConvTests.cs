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
        Assert.Equal(2, plan.SamplesAtOnce);

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
        Tensor y = leaves[0].PerSampleConv2d(leaves[1], leaves[2], padding: x.Shape[1] == 64 ? 1 : 0);
        return (y, Gradients.Of(y, leaves, gradient: dy));
    }
}
