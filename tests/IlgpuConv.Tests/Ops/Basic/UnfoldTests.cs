using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public class UnfoldTests
{
    [Fact]
    public void A_filter_times_the_columns_is_the_convolution()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 3, 7, 6], -1, 1, new RandomGenerator(1)), w = Tensor.Uniform([4, 3, 3, 2], -1, 1, new RandomGenerator(2), order: MemoryOrder.Filter);
        double[] expected = x.Conv2d(w, stride: (2, 1), padding: (1, 1), dilation: (1, 2)).ToDoubles();
        Tensor columns = x.Unfold((3, 2), (1, 2), (1, 1), (2, 1));
        Assert.Equal(new Shape(1, 18, 24), columns.Shape);
        double[] c = columns.ToDoubles(), filter = w.ToDoubles();
        for (int o = 0; o < 4; o++)
            for (int l = 0; l < 24; l++)
                Assert.Equal(expected[o * 24 + l], Enumerable.Range(0, 18).Sum(k => filter[o * 18 + k] * c[k * 24 + l]), 1e-5);
    }

    [Fact]
    public void Folding_counts_how_often_a_pixel_was_taken()
    {
        using var scope = new TensorScope();
        Tensor ones = Tensor.Full([1, 1, 3, 3], 1);
        Assert.Equal([1, 2, 1, 2, 4, 2, 1, 2, 1], ones.Unfold(2).Fold(3, 2).ToDoubles());
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Throws(
            "[unfold] the input must be [N, C, H, W]. Got kernel (2, 2), dilation (1, 1), padding (0, 0), stride (1, 1) for [1, 2, 3].",
            () => Tensor.Zeros([1, 2, 3]).Unfold(2));
        Throws(
            "[unfold] kernel, dilation and stride must be at least 1 and padding at least 0. Got kernel (2, 2), dilation (1, 1), padding (0, 0), stride (0, 0) for [1, 2, 3, 3].",
            () => Tensor.Zeros([1, 2, 3, 3]).Unfold(2, stride: 0));
        Throws(
            "[unfold] a window must fit into the padded image. Got kernel (5, 2), dilation (1, 1), padding (0, 0), stride (1, 1) for [1, 2, 3, 3].",
            () => Tensor.Zeros([1, 2, 3, 3]).Unfold((5, 2)));
        Throws(
            "[fold] the columns must be [N, C kH kW, L]. Got output (3, 3), kernel (2, 2) for [1, 6, 4].", () => Tensor.Zeros([1, 6, 4]).Fold(3, 2));
        Throws(
            "[fold] there must be one column for each window, 2 x 2. Got output (3, 3), kernel (2, 2) for [1, 8, 5].", () => Tensor.Zeros([1, 8, 5]).Fold(3, 2));
        Throws(
            "[fold] a window must fit into the padded image. Got kernel (2, 2), dilation (1, 1), padding (0, 0), stride (1, 1) output (1, 3) for [1, 8, 4].",
            () => Tensor.Zeros([1, 8, 4]).Fold((1, 3), 2));
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
