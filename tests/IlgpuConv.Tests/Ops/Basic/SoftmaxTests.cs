using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public class SoftmaxTests
{
    [Fact]
    public void Large_logits_do_not_overflow()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.FromArray([1000f, 1000, -1000, 0], [2, 2]), labels = Tensor.FromArray([0, 0], [2]);
        Assert.Equal([0.5, 0.5, 0, 1], x.Softmax().ToDoubles(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal((Math.Log(2) + 1000) / 2, x.SoftmaxCrossEntropy(labels).ToScalar(), 1e-3);
    }

    [Fact]
    public void A_label_that_is_no_class_gives_no_number()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Zeros([2, 3]);
        Assert.Equal(Math.Log(3), x.SoftmaxCrossEntropy(Tensor.FromArray([2, 0], [2])).ToScalar(), 1e-6);
        Assert.True(double.IsNaN(x.SoftmaxCrossEntropy(Tensor.FromArray([3, 0], [2])).ToScalar()));
        Assert.True(double.IsNaN(x.SoftmaxCrossEntropy(Tensor.FromArray([-1, 0], [2])).ToScalar()));
    }

    [Fact]
    public void Errors_name_the_values()
    {
        using var scope = new TensorScope();
        Assert.StartsWith(
            "[softmax cross entropy] logits [N, K] need labels [N] of type i32, and N and K of at least 1. " +
            "Got f32 [2, 3] row-major on cpu and i32 [3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 3]).SoftmaxCrossEntropy(Tensor.FromArray([1, 2, 0], [3]))).Message);
        Assert.StartsWith(
            "[shape] an axis must lie in [-2, 2). Got axis 2 of [2, 3].",
            Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2, 3]).Softmax(2)).Message);
        Assert.StartsWith(
            "[softmax] the element type must be f32 or f64. Got i32 [2, 3] row-major on cpu.",
            Assert.Throws<ArgumentException>(() => Tensor.Zeros([2, 3], ElementType.Int32).Softmax()).Message);
    }
}
