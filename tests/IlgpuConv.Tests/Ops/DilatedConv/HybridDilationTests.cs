using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.DilatedConv;

public class HybridDilationTests
{
    /// <summary>The numbers of Wang et al. 2018 for 1, 2, 5 and 1, 2, 9; three dilations of 2 read 49 of 169 pixels, 1, 2, 3 all.</summary>
    [Theory]
    [InlineData(new[] { 1, 2, 3 }, 2, 1, 13, 13, true)]
    [InlineData(new[] { 2, 2, 2 }, 2, 2, 7, 13, false)]
    [InlineData(new[] { 1, 2, 5 }, 2, 1, 17, 17, true)]
    [InlineData(new[] { 1, 2, 9 }, 5, 1, 21, 25, false)]
    [InlineData(new[] { 2 }, 2, 2, 3, 5, false)]
    [InlineData(new[] { 1 }, 1, 1, 3, 3, true)]
    public void The_rule_and_the_positions_that_are_read(int[] dilations, int gap, int factor, int read, int field, bool holds)
    {
        var actual = new HybridDilation(3, dilations);
        Assert.Equal((gap, factor, read, field, holds), (actual.LargestGap, actual.CommonFactor, actual.Read, actual.Field, actual.Holds));
    }

    /// <summary>The convolutions themselves read what the count says.</summary>
    [Theory]
    [InlineData(new[] { 2, 2, 2 }, 49)]
    [InlineData(new[] { 1, 2, 3 }, 169)]
    public void The_gradient_of_one_output_reaches_so_many_pixels(int[] dilations, int pixels)
    {
        using var scope = new TensorScope();
        using var stack = new DilatedConvStack2d(1, 1, 3, dilations, allowGridding: true);
        foreach (var parameter in stack.Parameters()) parameter.Value.Fill(1);
        Tensor image = Tensor.Zeros([1, 1, 25, 25]);
        float[] values = new float[625];
        values[12 * 25 + 12] = 1;
        image.Write<float>(values);
        // Filters of ones are their own mirror: what one input reaches is what one output reads.
        double[] with = stack.Forward(image).ToDoubles(), without = stack.Forward(Tensor.Zeros([1, 1, 25, 25])).ToDoubles();
        Assert.Equal(pixels, with.Zip(without, (a, b) => a - b).Count(d => Math.Abs(d) > 0.5));
    }

    [Fact]
    public void A_stack_with_holes_is_refused()
    {
        Assert.Equal(
            "[dilated] the largest gap must be at most the kernel and the dilations have no common factor, or allowGridding be true. " +
            "Got kernel 3, dilations [2, 2, 2]: largest gap 2, common factor 2, 7 of 13 positions read. (Parameter 'dilations')",
            Assert.Throws<ArgumentException>(() => new DilatedConvStack2d(4, 4, 3, [2, 2, 2])).Message);
        Assert.Equal(
            "[dilated] kernel and dilations must be at least 1, and there must be a dilation. Got kernel 3, dilations [1, 0]. (Parameter 'dilations')",
            Assert.Throws<ArgumentException>(() => new HybridDilation(3, 1, 0)).Message);
    }

    [Fact]
    public void A_stack_keeps_the_size_and_names_its_parts()
    {
        using var scope = new TensorScope();
        using var stack = new DilatedConvStack2d(3, 5, 3, [1, 2, 3], norm: c => new BatchNorm2d(c), activation: () => new Relu());
        Assert.Equal(new Shape(2, 5, 9, 8), stack.Forward(Tensor.Uniform([2, 3, 9, 8], -1, 1, new RandomGenerator(1))).Shape);
        Assert.Equal(["conv0", "norm0", "activation0", "conv1", "norm1", "activation1", "conv2", "norm2", "activation2"], stack.Children.Select(c => c.Name));
    }
}
