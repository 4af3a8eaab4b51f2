using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Pool;

public class PoolTests
{
    [Theory]
    [InlineData(8, 6, 2, 2, 0, false, 4, 3)]
    [InlineData(7, 9, 3, 2, 1, false, 4, 5)]
    [InlineData(5, 7, 2, 2, 0, true, 3, 4)]
    [InlineData(8, 8, 3, 2, 1, true, 5, 5)]
    [InlineData(4, 4, 2, 3, 1, true, 2, 2)]
    public void Maximum_is_that_of_plain_loops(int height, int width, int kernel, int stride, int padding, bool ceil, int outHeight, int outWidth)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([2, 19, height, width], -1, 1, new RandomGenerator(1));
        Tensor y = x.MaxPool2d(kernel, stride, padding, ceilMode: ceil);

        Assert.Equal([2, 19, outHeight, outWidth], y.Shape);
        Assert.Equal(PlainPool.Max(x.ToDoubles(), 38, height, width, kernel, stride, padding, outHeight, outWidth), y.ToDoubles());
    }

    [Theory]
    [InlineData(8, 8, 7)]
    [InlineData(7, 7, 7)]
    [InlineData(14, 11, 3)]
    [InlineData(3, 2, 5)]
    [InlineData(5, 9, 1)]
    public void Adaptive_average_follows_the_rule_of_bins(int height, int width, int output)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([2, 5, height, width], -1, 1, new RandomGenerator(2), ElementType.Float64);
        double[] expected = PlainPool.Adaptive(x.ToDoubles(), 10, height, width, output, output);
        double[] actual = x.AdaptiveAvgPool2d(output).ToDoubles();
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-14);
    }

    [Fact]
    public void Of_equal_elements_the_first_wins_the_gradient()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([1, 1, 4, 4], 3);
        x.RequiresGrad = true;
        Tensor[] dx = Gradients.Of(x.MaxPool2d(2), [x], gradient: Tensor.Full([1, 1, 2, 2], 1));
        Assert.Equal([1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0], dx[0].ToArray<float>());
    }

    [Fact]
    public void Overlapping_windows_add_their_gradients_to_one_winner()
    {
        using var scope = new TensorScope();
        var values = new float[25];
        values[12] = 1;
        Tensor x = Tensor.FromArray(values, [1, 1, 5, 5]);
        x.RequiresGrad = true;
        Tensor[] dx = Gradients.Of(x.MaxPool2d(3, stride: 1), [x], gradient: Tensor.FromArray<float>([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 1, 3, 3]));
        Assert.Equal(45, dx[0].ToArray<float>()[12]);
        Assert.Equal(45, dx[0].ToArray<float>().Sum());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_none_and_windows_of_minus_infinity_stay_visible(float value)
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([float.NegativeInfinity, value, float.NegativeInfinity, float.NegativeInfinity], [1, 1, 2, 2]);
        Assert.Equal([value], x.MaxPool2d(2).ToArray<float>());
    }

    [Fact]
    public void Padding_counts_in_an_average_or_does_not()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Full([1, 1, 2, 2], 1);
        Assert.Equal([4 / 9f], x.AvgPool2d(3, stride: 2, padding: 1).ToArray<float>());
        Assert.Equal([1f], x.AvgPool2d(3, stride: 2, padding: 1, countIncludePad: false).ToArray<float>());
    }

    [Fact]
    public void The_last_window_of_ceil_mode_counts_only_what_lies_in_the_padded_input()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray<float>([1, 2, 3], [1, 1, 1, 3]);
        Assert.Equal([1.5f, 3f], x.AvgPool2d((1, 2), (1, 2), ceilMode: true).ToArray<float>());
    }

    [Fact]
    public void An_adaptive_average_to_the_same_size_moves_nothing()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 3, 4, 4], -1, 1, new RandomGenerator(3));
        Tensor y = x.AdaptiveAvgPool2d(4);
        x.Fill(5);
        Assert.All(y.ToArray<float>(), v => Assert.Equal(5, v));
    }

    [Fact]
    public void The_same_bits_for_any_number_of_threads()
    {
        Assert.Equal(Run(1), Run(2));
        Assert.Equal(Run(1), Run(3));

        static float[] Run(int threads)
        {
            using var device = new CpuDevice(threads);
            using var scope = new TensorScope();
            Tensor x = Tensor.Uniform([3, 37, 15, 13], -1, 1, new RandomGenerator(4), device: device);
            x.RequiresGrad = true;
            Tensor y = x.MaxPool2d(3, 2, 1).AvgPool2d(3, 1, 1).AdaptiveAvgPool2d(3);
            return [.. y.ToArray<float>(), .. Gradients.Of(y, [x], gradient: Tensor.Full(y.Shape, 0.7, device: device))[0].ToArray<float>()];
        }
    }
}
