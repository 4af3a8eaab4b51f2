using IlgpuConv.Analysis;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>The numbers of convolutions.md 2.3 and 2.5.</summary>
public class ArtefactTests
{
    [Fact]
    public void Overlaps_are_those_of_the_literature()
    {
        OverlapCounts three = OverlapCounts.Of(4, 3, 2);
        Assert.Equal([1, 1, 2, 1, 2, 1, 2, 1, 1], three.Counts);
        Assert.Equal((1, 2, false), (three.Least, three.Most, three.IsEven));
        int[,] image = three.With(three);
        Assert.Equal([1, 2, 4], Enumerable.Range(2, 5).SelectMany(i => Enumerable.Range(2, 5).Select(j => image[i, j])).Distinct().Order());
        OverlapCounts two = OverlapCounts.Of(4, 2, 2);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1], two.Counts);
        OverlapCounts four = OverlapCounts.Of(5, 4, 2);
        Assert.Equal((2, 2, true), (four.Least, four.Most, four.IsEven));
        Assert.All(four.Counts.Skip(2).SkipLast(2), count => Assert.Equal(2, count));
    }

    [Fact]
    public void Overlaps_are_even_inside_if_and_only_if_the_stride_divides_the_kernel()
    {
        for (int kernel = 1; kernel <= 9; kernel++)
            for (int stride = 1; stride <= 5; stride++)
                Assert.Equal(kernel % stride == 0, OverlapCounts.Of(6, kernel, stride).IsEven);
    }

    [Theory]
    [InlineData(4, 3, 2, 0, 0, 1)]
    [InlineData(4, 3, 2, 1, 1, 1)]
    [InlineData(5, 4, 3, 2, 2, 2)]
    [InlineData(3, 2, 3, 0, 1, 1)]
    [InlineData(6, 5, 2, 1, 1, 3)]
    public void Overlaps_are_what_a_transposed_convolution_of_ones_gives(int inputs, int kernel, int stride, int padding, int outputPadding, int dilation)
    {
        using var layer = new ConvTranspose1d(1, 1, kernel, stride, padding, outputPadding, dilation: dilation, hasBias: false);
        layer.Weight.Value.Fill(1);
        double[] made = layer.Forward(Tensor.Full([1, 1, inputs], 1)).ToDoubles();
        Assert.Equal(made, OverlapCounts.Of(inputs, kernel, stride, padding, outputPadding, dilation).Counts.Select(count => (double)count));
    }

    [Fact]
    public void Wrong_overlaps_are_refused()
    {
        ArgumentException sizes = Assert.Throws<ArgumentException>(() => OverlapCounts.Of(4, 3, 0));
        Assert.Equal("[overlap] inputs, kernel, stride and dilation must be at least 1. Got inputs 4, kernel 3, stride 0, padding 0, outputPadding 0, dilation 1. (Parameter 'inputs')", sizes.Message);
        ArgumentException none = Assert.Throws<ArgumentException>(() => OverlapCounts.Of(1, 1, 1, 2));
        Assert.Equal("[overlap] there must be outputs. Got inputs 1, kernel 1, stride 1, padding 2, outputPadding 0, dilation 1. (Parameter 'padding')", none.Message);
    }

    [Fact]
    public void Equal_weights_draw_a_checkerboard_where_the_stride_does_not_divide_the_kernel()
    {
        using var three = new ConvTranspose2d(2, 3, 3, 2, 1, 1, hasBias: false);
        three.Weight.Value.Fill(0.5);
        Checkerboard board = Checkerboard.Of(three, 2, 2);
        // Two channels of 0.5: 1, 2, 2 and 4 taps meet.
        Assert.Equal([1, 2, 2, 4], board.Means.SelectMany(row => row));
        Assert.Equal((4.0 - 1) / 2.25, board.Index, 1e-6);
        using var two = new ConvTranspose2d(2, 3, 4, 2, 1, hasBias: false);
        two.Weight.Value.Fill(0.5);
        Assert.Equal(0, Checkerboard.Of(two, 2, 2).Index);
    }

    [Fact]
    public void Learned_weights_draw_one_even_where_it_does_and_resizing_never_does()
    {
        using var transposed = new ConvTranspose2d(3, 4, 4, 2, 1, generator: new RandomGenerator(3));
        Assert.True(Checkerboard.Of(transposed, 3, 2).Index > 0.1);
        using var resized = new Sequential(new Upsample(2, ResizeMode.Nearest), new Conv2d(3, 4, 3, padding: 1, generator: new RandomGenerator(3)));
        Assert.InRange(Checkerboard.Of(resized, 3, 2).Index, 0, 1e-5);
    }

    [Fact]
    public void A_layer_that_does_not_enlarge_as_said_is_refused()
    {
        using var conv = new Conv2d(1, 1, 3, padding: 1);
        ArgumentException fault = Assert.Throws<ArgumentException>(() => Checkerboard.Of(conv, 1, 2));
        Assert.Equal("[checkerboard] the layer must enlarge images 2 times. Got [1, 1, 10, 10] of [1, 1, 10, 10]. (Parameter 'stride')", fault.Message);
    }

    [Theory]
    [InlineData(49, false, 2, 2, 2)]
    [InlineData(169, true, 1, 2, 3)]
    [InlineData(169, true, 1, 1, 4)]
    [InlineData(49, true, 1, 2)]
    [InlineData(9, false, 2)]
    public void Taps_reach_what_they_reach(long positions, bool isFull, params int[] dilations)
    {
        TapCoverage coverage = TapCoverage.Of(3, dilations);
        Assert.Equal((positions, isFull, 1 + 2 * dilations.Sum()), (coverage.Positions, coverage.IsFull, coverage.Size));
        Assert.Equal((long)Math.Pow(3, dilations.Length), coverage.Paths.Sum());
    }

    [Fact]
    public void Dilations_without_a_common_divisor_that_grow_slowly_keep_the_rule()
    {
        DilationRule bad = DilationRule.Of(3, 2, 2, 2), good = DilationRule.Of(3, 1, 2, 3), steep = DilationRule.Of(3, 1, 2, 9);
        Assert.Equal((false, 2), (bad.IsKept, bad.Divisor));
        Assert.Equal([2, 2, 2], bad.Distances);
        Assert.True(good.IsKept);
        Assert.Equal([1, 2, 3], good.Distances);
        Assert.Equal([3, 5, 9], steep.Distances);
        Assert.False(steep.IsKept);
        Assert.Equal([1, 2, 3], bad.Suggestion());
        Assert.Equal([1, 2, 3], good.Suggestion());
    }

    [Fact]
    public void A_suggestion_keeps_the_rule_misses_nothing_and_sees_as_far()
    {
        foreach (int[] dilations in (int[][])[[2, 2], [4, 4, 4], [2, 4, 8], [1, 2, 9], [2, 2, 2, 2], [5], [2, 4, 8, 16], [3, 6, 3, 6]])
        {
            IReadOnlyList<int> better = DilationRule.Of(3, dilations).Suggestion();
            Assert.Equal(dilations.Length, better.Count);
            Assert.True(DilationRule.Of(3, better).IsKept && TapCoverage.Of(3, better).IsFull, string.Join(", ", better));
            Assert.True(better.Sum() <= dilations.Sum());
        }
    }

    [Fact]
    public void A_stack_without_dilations_is_refused()
    {
        ArgumentException fault = Assert.Throws<ArgumentException>(() => TapCoverage.Of(3, 1, 0));
        Assert.Equal("[dilation] there must be dilations, and they and the kernel at least 1. Got kernel 3, dilations (1, 0). (Parameter 'dilations')", fault.Message);
    }
}
