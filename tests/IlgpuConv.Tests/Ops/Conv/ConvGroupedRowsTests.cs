using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops;

/// <summary>Groups of two, four and eight channels with windows of 3x3, whose kernels make rows together.</summary>
public class ConvGroupedRowsTests
{
    [Theory]
    [InlineData(4, 8, 4, 6)]
    [InlineData(4, 12, 1, 1)]
    [InlineData(4, 16, 5, 2)]
    [InlineData(4, 20, 9, 7)]
    [InlineData(4, 36, 13, 11)]
    [InlineData(2, 6, 3, 5)]
    [InlineData(2, 34, 10, 8)]
    [InlineData(8, 16, 1, 4)]
    [InlineData(8, 40, 11, 9)]
    public void Forward_and_gradients_of_any_size(int group, int channels, int height, int width)
    {
        foreach (Padding2 padding in (Padding2[])[0, 1, 2, ((2, -1), (0, 3))])
        {
            if (height + padding.Top + padding.Bottom < 3 || width + padding.Left + padding.Right < 3) continue;
            EveryWidth.Check([2, channels, height, width], [channels, group, 3, 3], [channels], (x, w, b) => x.Conv2d(w, b, padding: padding, groups: channels / group));
        }
    }

    [Fact]
    public void Filters_of_samples_and_planes_of_volumes()
    {
        EveryWidth.Check([3, 20, 6, 5], [3, 20, 4, 3, 3], [3, 20], (x, w, b) => x.PerSampleConv2d(w, b, padding: 1, groups: 5));
        EveryWidth.Check([2, 8, 3, 5, 6], [8, 4, 1, 3, 3], [8], (x, w, b) => x.Conv3d(w, b, padding: (0, 1, 1), groups: 2));
    }

    [Fact]
    public void Activations_are_part_of_the_kernel()
    {
        using var scope = new TensorScope();
        var generator = new RandomGenerator(7);
        Tensor x = Tensor.Normal([1, 16, 9, 10], generator: generator), w = Tensor.Normal([16, 4, 3, 3], generator: generator), b = Tensor.Normal([16], generator: generator);
        ConvShape shape = ConvShape.Of("conv", x.Shape, w.Shape, b.Shape, [new(1, 1, 1), new(1, 1, 1)], 4);
        float[] sums = ConvRun.Forward(shape, x, w, b).ToArray<float>();
        Assert.Equal(Array.ConvertAll(sums, s => Math.Max(s, 0)), ConvRun.Forward(shape, x, w, b, ConvActivation.Relu).ToArray<float>());
        Assert.Equal(Array.ConvertAll(sums, s => Math.Clamp(s, 0, 6)), ConvRun.Forward(shape, x, w, b, ConvActivation.Relu6).ToArray<float>());
    }
}
