using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public sealed class ShapeOperationTests : IDisposable
{
    private static readonly float[] s_values = [.. Enumerable.Range(0, 120).Select(i => (float)i)];
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_reshape_keeps_the_logical_order_and_is_free_where_nothing_moves()
    {
        Tensor x = Tensor.FromArray(s_values, [2, 3, 4, 5]);
        Tensor merged = x.Reshape([2, 60]), split = x.Reshape([2, 3, 2, 2, 5]), spatial = x.Reshape([2, 3, 20]);
        foreach (Tensor y in (Tensor[])[merged, split, spatial, x.Flatten(), x.Reshape([120])]) Assert.Equal(s_values, y.ToArray<float>());
        Assert.Same(x.Storage, spatial.Storage);
        Assert.Same(x.Storage, split.Storage);
        Assert.NotSame(x.Storage, merged.Storage);
        Tensor pooled = Tensor.FromArray(s_values[..6], [2, 3, 1, 1]);
        Assert.Same(pooled.Storage, pooled.Flatten().Storage);
    }

    [Fact]
    public void Slices_and_concatenation_are_inverse()
    {
        Tensor x = Tensor.FromArray(s_values, [2, 3, 4, 5]);
        for (int axis = 0; axis < 4; axis++)
        {
            Tensor first = x.Slice(axis, 0, 1), rest = x.Slice(axis, 1, x.Shape[axis] - 1);
            Assert.Equal(s_values, Tensor.Concat(axis, first, rest).ToArray<float>());
        }
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Tensor x = Tensor.Zeros([2, 3, 4, 5]);
        Assert.StartsWith(
            "[reshape] the number of elements must stay. Got [2, 3, 4, 5] with 120 to [7, 2] with 14.",
            Assert.Throws<ArgumentException>(() => x.Reshape([7, 2])).Message);
        Assert.StartsWith(
            "[slice] the range must lie within the axis. Got start 2 and length 2 along axis 1 of [2, 3, 4, 5].",
            Assert.Throws<ArgumentException>(() => x.Slice(1, 2, 2)).Message);
        Assert.StartsWith(
            "[concat] types and all sizes but that of axis 1 must be equal. Got input 0 f32 [2, 3, 4, 5] channels-last on cpu and input 1 f32 [2, 3, 4, 4]",
            Assert.Throws<ArgumentException>(() => Tensor.Concat(1, x, Tensor.Zeros([2, 3, 4, 4]))).Message);
        Assert.StartsWith("[concat] there must be at least one tensor. Got none.", Assert.Throws<ArgumentException>(() => Tensor.Concat(1)).Message);
    }
}
