using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Pool;

public class PoolErrorTests
{
    [Fact]
    public void Input_must_have_four_axes() => Throws(
        "[maxpool] the input must be [N, C, H, W]. Got [3, 8, 8].",
        () => Tensor.Zeros([3, 8, 8]).MaxPool2d(2));

    [Fact]
    public void Window_must_fit() => Throws(
        "[avgpool] a window must fit into the padded input: 5 in 4 along the height, 5 in 8 along the width. " +
        "Got kernel (5, 5), stride (5, 5), padding (0, 0), dilation (1, 1), ceilMode False for [1, 2, 4, 8].",
        () => Tensor.Zeros([1, 2, 4, 8]).AvgPool2d(5));

    [Fact]
    public void Padding_is_at_most_half_a_window() => Throws(
        "[maxpool] padding must be at least 0 and at most half of a window, 1 along the height and 1 along the width. " +
        "Got kernel (2, 2), stride (2, 2), padding (2, 2), dilation (1, 1), ceilMode True for [1, 2, 4, 8].",
        () => Tensor.Zeros([1, 2, 4, 8]).MaxPool2d(2, padding: 2, ceilMode: true));

    [Fact]
    public void Kernel_stride_and_dilation_are_at_least_one() => Throws(
        "[maxpool] kernel, stride and dilation must be at least 1. " +
        "Got kernel (2, 2), stride (0, 0), padding (0, 0), dilation (1, 1), ceilMode False for [1, 2, 4, 8].",
        () => Tensor.Zeros([1, 2, 4, 8]).MaxPool2d(2, stride: 0));

    [Fact]
    public void Adaptive_sizes_are_at_least_one() => Throws(
        "[adaptive avgpool] height and width must be at least 1, before and after. Got output (0, 3) for [1, 2, 4, 8].",
        () => Tensor.Zeros([1, 2, 4, 8]).AdaptiveAvgPool2d((0, 3)));

    [Fact]
    public void Elements_must_be_floating() => Throws(
        "[maxpool] the input must be f32 or f64. Got i32 [1, 2, 4, 4] channels-last on cpu.",
        () => Tensor.Zeros([1, 2, 4, 4], ElementType.Int32).MaxPool2d(2));

    private static void Throws(string message, Func<Tensor> call)
    {
        using var scope = new TensorScope();
        string text = Assert.ThrowsAny<ArgumentException>(call).Message;
        Assert.Equal(message, text.Split(" (Parameter '")[0]);
    }
}
