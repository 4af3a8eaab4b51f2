using IlgpuConv.Analysis;
using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Analysis;

/// <summary>The three ways to write a convolution are one: the sparse matrix, its transpose, and im2col.</summary>
public class ConvolutionMatrixTests
{
    public static TheoryData<int, int, int, int, Pair, Pair, Pair, Pair, int> Cases => new()
    {
        // Input channels, output channels, height, width, kernel, stride, padding, dilation, groups.
        { 1, 1, 4, 5, 3, 1, 0, 1, 1 },
        { 3, 4, 6, 5, 3, 1, 1, 1, 1 },
        { 2, 3, 7, 8, (3, 2), (2, 3), (1, 0), 1, 1 },
        { 4, 6, 9, 7, 3, 2, (2, 3), 2, 2 },
        { 3, 6, 6, 6, 3, 1, 2, (1, 2), 3 },
        { 4, 2, 5, 5, 1, 2, 0, 1, 2 },
        { 2, 2, 5, 6, (4, 3), (3, 2), (3, 4), (1, 3), 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void C_times_the_image_is_the_convolution(int inputs, int outputs, int height, int width, Pair kernel, Pair stride, Pair padding, Pair dilation, int groups)
    {
        using var scope = new TensorScope();
        (Tensor x, Tensor w, ConvolutionMatrix c) = Make(inputs, outputs, height, width, kernel, stride, padding, dilation, groups);
        Near(x.Conv2d(w, null, stride, (padding.Height, padding.Width), dilation, groups).ToDoubles(), c.Multiply(x.ToDoubles()));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Its_transpose_is_the_input_gradient_and_the_transposed_convolution(
        int inputs, int outputs, int height, int width, Pair kernel, Pair stride, Pair padding, Pair dilation, int groups)
    {
        using var scope = new TensorScope();
        (Tensor x, Tensor w, ConvolutionMatrix c) = Make(inputs, outputs, height, width, kernel, stride, padding, dilation, groups);
        x.RequiresGrad = true;
        Tensor y = x.Conv2d(w, null, stride, (padding.Height, padding.Width), dilation, groups);
        Tensor dy = Tensor.Normal(y.Shape, generator: new RandomGenerator(7), type: ElementType.Float64);
        y.Backward(dy);
        double[] transposed = c.MultiplyTransposed(dy.ToDoubles());
        Near(x.Gradient!.ToDoubles(), transposed);

        // The rows that the stride steps over are what output padding puts back.
        Pair rest = (c.Shape.Axes[0].Unread, c.Shape.Axes[1].Unread);
        Near(dy.ConvTranspose2d(w, null, stride, (padding.Height, padding.Width), rest, groups, dilation).ToDoubles(), transposed);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_filter_matrix_times_the_columns_is_the_convolution_and_folding_its_transpose_the_gradient(
        int inputs, int outputs, int height, int width, Pair kernel, Pair stride, Pair padding, Pair dilation, int groups)
    {
        using var scope = new TensorScope();
        (Tensor x, Tensor w, ConvolutionMatrix c) = Make(inputs, outputs, height, width, kernel, stride, padding, dilation, groups);
        double[] col = x.Unfold(kernel, dilation, padding, stride).ToDoubles(), filter = w.ToDoubles();
        int taps = kernel.Height * kernel.Width, own = inputs / groups * taps, windows = col.Length / (inputs * taps);
        double[] y = new double[outputs * windows], dy = [.. Enumerable.Range(0, outputs * windows).Select(i => Math.Sin(i + 1))], back = new double[col.Length];
        for (int o = 0; o < outputs; o++)
        {
            int first = o / (outputs / groups) * own;
            for (int t = 0; t < own; t++)
            {
                for (int l = 0; l < windows; l++)
                {
                    y[o * windows + l] += filter[o * own + t] * col[(first + t) * windows + l];
                    back[(first + t) * windows + l] += filter[o * own + t] * dy[o * windows + l];
                }
            }
        }
        Near(c.Multiply(x.ToDoubles()), y);
        Tensor columns = Tensor.FromDoubles(back, [1, inputs * taps, windows], ElementType.Float64);
        Near(c.MultiplyTransposed(dy), columns.Fold((height, width), kernel, dilation, padding, stride).ToDoubles());
    }

    [Fact]
    public void A_transposed_convolution_is_a_matrix_too_the_transpose_of_its_convolution()
    {
        using var scope = new TensorScope();
        Tensor w = Tensor.Normal([2, 3, 3, 3], generator: new RandomGenerator(1), type: ElementType.Float64);
        ConvolutionMatrix c = ConvolutionMatrix.Of(w, [1, 3, 7, 7], stride: 2, padding: 1);
        // Zeros between the inputs, the filter turned by half and its channels exchanged, padding d (k - 1) - p.
        double[] values = w.ToDoubles(), turned = new double[values.Length];
        for (int o = 0; o < 2; o++)
            for (int i = 0; i < 3; i++)
                for (int tap = 0; tap < 9; tap++) turned[(i * 2 + o) * 9 + 8 - tap] = values[(o * 3 + i) * 9 + tap];
        ConvolutionMatrix t = ConvolutionMatrix.Of(Tensor.FromDoubles(turned, [3, 2, 3, 3], ElementType.Float64), [1, 2, 4, 4], padding: 1, inputDilation: 2);
        Assert.Equal((c.Rows, c.Columns, c.Entries), (t.Columns, t.Rows, t.Entries));
        for (int row = 0; row < c.Rows; row++)
            foreach ((int column, _, double value) in c.Row(row)) Assert.Equal(value, t.Row(column).Single(entry => entry.Column == row).Value);
    }

    [Fact]
    public void Along_an_axis_the_matrix_is_Toeplitz()
    {
        using var scope = new TensorScope();
        ConvolutionMatrix c = ConvolutionMatrix.Of(Tensor.FromDoubles([1, 2, 3], [1, 1, 1, 3], ElementType.Float64), [1, 1, 1, 6]);
        Assert.Equal((4, 6, 12, 0.5), (c.Rows, c.Columns, c.Entries, c.Density));
        for (int row = 0; row < 4; row++)
        {
            for (int column = 0; column < 6; column++)
            {
                int tap = column - row;
                Assert.Equal(tap is >= 0 and < 3 ? tap : -1, c.TapAt(row, column));
            }
        }
        Assert.Equal([(1, 0, 1.0), (2, 1, 2.0), (3, 2, 3.0)], c.Row(1));
        Assert.Equal("4 x 6, 12 entries, 50.0 % of all, each of 3 taps at 4 places", c.ToString());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        using var scope = new TensorScope();
        Tensor w = Tensor.Zeros([2, 3, 3, 3]);
        Assert.StartsWith(
            "[conv matrix] a matrix is that of one image. Got input [2, 3, 5, 5].", Assert.Throws<ArgumentException>(() => ConvolutionMatrix.Of(w, [2, 3, 5, 5])).Message);
        Assert.StartsWith(
            "[conv matrix] a matrix has at most 16777216 entries. Got 27000000 for [1, 3, 502, 1002] with [2, 3, 3, 3] to [1, 2, 500, 1000]",
            Assert.Throws<ArgumentException>(() => ConvolutionMatrix.Of(w, [1, 3, 502, 1002])).Message);
        Assert.StartsWith("[conv matrix] the weight must have as many input channels", Assert.Throws<ArgumentException>(() => ConvolutionMatrix.Of(w, [1, 4, 5, 5])).Message);
        ConvolutionMatrix c = ConvolutionMatrix.Of(w, [1, 3, 5, 5]);
        Assert.StartsWith("[conv matrix] the vector must have 75 elements, one a column. Got 3.", Assert.Throws<ArgumentException>(() => c.Multiply([1, 2, 3])).Message);
        Assert.StartsWith("[conv matrix] the vector must have 18 elements, one a row. Got 3.", Assert.Throws<ArgumentException>(() => c.MultiplyTransposed([1, 2, 3])).Message);
    }

    private static (Tensor X, Tensor W, ConvolutionMatrix C) Make(
        int inputs, int outputs, int height, int width, Pair kernel, Pair stride, Pair padding, Pair dilation, int groups)
    {
        var random = new RandomGenerator(5);
        Tensor x = Tensor.Normal([1, inputs, height, width], generator: random, type: ElementType.Float64);
        Tensor w = Tensor.Normal([outputs, inputs / groups, kernel.Height, kernel.Width], generator: random, type: ElementType.Float64);
        return (x, w, ConvolutionMatrix.Of(w, x.Shape, stride, (padding.Height, padding.Width), dilation, groups));
    }

    private static void Near(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12);
    }
}
