using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Pool;

public class PoolViewErrorTests
{
    [Fact]
    public void Errors_name_all_three_axes()
    {
        Throws("[maxpool] the input must be [N, C, D, H, W]. Got [2, 4, 4, 4].", () => new MaxPool3d(2).Forward(Tensor.Zeros([2, 4, 4, 4])));
        Throws("[avgpool] the input must be [N, C, L]. Got [2, 4].", () => new AvgPool1d(2).Forward(Tensor.Zeros([2, 4])));
        Throws("[adaptive avgpool] the input must be [N, C, D, H, W]. Got [2, 4, 4, 4].", () => new AdaptiveAvgPool3d(2).Forward(Tensor.Zeros([2, 4, 4, 4])));
        Throws(
            "[maxpool] kernel, stride and dilation must be at least 1. Got kernel (2, 2, 2), stride (2, 0, 2), padding (0, 0, 0), dilation (1, 1, 1), ceilMode False for [1, 1, 4, 4, 4].",
            () => Tensor.Zeros([1, 1, 4, 4, 4]).MaxPool3d(2, (2, 0, 2)));
        Throws(
            "[avgpool] padding must be at least 0 and at most half of a window, 1 along spatial axis 0. Got kernel (3, 3, 3), stride (3, 3, 3), padding (2, 1, 1), dilation (1, 1, 1), ceilMode False for [1, 1, 4, 4, 4].",
            () => Tensor.Zeros([1, 1, 4, 4, 4]).AvgPool3d(3, padding: (2, 1, 1)));
        Throws(
            "[maxpool] a window must fit into the padded input: 5 in 4 along spatial axis 0. Got kernel 5, stride 5, padding 0, dilation 1, ceilMode False for [1, 1, 4].",
            () => Tensor.Zeros([1, 1, 4]).MaxPool1d(5));
    }

    private static void Throws(string message, Func<object> call)
    {
        using var scope = new TensorScope();
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(call).Message);
    }
}
