using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Ops.Basic;

public sealed class LinearTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void A_product_of_whole_numbers_is_exact()
    {
        Tensor a = Tensor.FromArray<float>([1, 2, 3, 4, 5, 6], [2, 3]), b = Tensor.FromArray<float>([1, 0, 2, 1, 0, 3], [3, 2]);
        Assert.Equal([5, 11, 14, 23], a.MatMul(b).ToArray<float>());
        Assert.Equal([5, 14, 11, 23], b.MatMul(a, true, true).ToArray<float>());
    }

    [Fact]
    public void Linear_is_linear()
    {
        Tensor x = Random([7, 33], 1), z = Random([7, 33], 2), w = Random([19, 33], 3);
        double[] sum = (x + z).Linear(w).ToDoubles(), parts = (x.Linear(w) + z.Linear(w)).ToDoubles();
        for (int i = 0; i < sum.Length; i++) Assert.Equal(parts[i], sum[i], 1e-12);
    }

    [Fact]
    public void The_input_gradient_is_the_adjoint()
    {
        Tensor x = Random([7, 33], 1), dy = Random([7, 19], 2), w = Random([19, 33], 3);
        x.RequiresGrad = true;
        Tensor y = x.Linear(w);
        Tensor dx = Gradients.Of(y, [x], gradient: dy)[0];
        Assert.Equal((y * dy).Sum().ToScalar(), (x * dx).Sum().ToScalar(), 1e-10);
    }

    [Fact]
    public void Features_of_an_image_are_not_permuted_and_load_from_PyTorchs_order()
    {
        using var layer = new FlattenLinear(3, 4, 5, 7, generator: new RandomGenerator(1));
        using var plain = new Linear(60, 7, generator: new RandomGenerator(2));
        Assert.True(layer.LoadStateDictionary(plain.StateDictionary()).IsComplete);
        Tensor x = Tensor.Uniform([2, 3, 4, 5], -1, 1, new RandomGenerator(3));
        double[] expected = plain.Forward(x.Flatten()).ToDoubles(), actual = layer.Forward(x).ToDoubles();
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        layer.Forward(x).Sum().Backward();
        Assert.Equal(layer.Weight.Value.Layout, layer.Weight.Gradient!.Layout);
        Assert.StartsWith(
            "[linear] the input must be [N, C, H, W] with the sizes of the weight [O, C, H, W]. Got [2, 3, 5, 4] for [7, 3, 4, 5].",
            Assert.Throws<ArgumentException>(() => layer.Forward(Tensor.Zeros([2, 3, 5, 4]))).Message);
    }

    [Fact]
    public void A_plan_depends_on_sizes_and_lanes_only()
    {
        Assert.Equal("tile 6x4, 1 slices of 64", MatMulPlan.Of(32, 100, 64, 1, lanes: 16).ToString());
        Assert.Equal("tile 8x1, 4 slices of 512", MatMulPlan.Of(32, 10, 2048, 1, lanes: 16).ToString());
        for (int lanes = 1; lanes <= 64; lanes *= 2)
        {
            MatMulPlan plan = MatMulPlan.Of(32, 10, 2048, 1, lanes);
            Assert.Equal((4, 512), (plan.Slices, plan.SliceK));
        }
    }

    [Theory]
    [InlineData(32, 73728, "(18, 4096)")]
    [InlineData(32, 1000, "(1, 1000)")]
    [InlineData(1, 200_000, "(2, 100000)")]
    public void Slices_of_dot_products_depend_on_sizes_only(int m, int k, string expected)
    {
        Assert.True(MatMulPlan.IsDotProduct(m, k));
        Assert.Equal(expected, MatMulPlan.DotSlices(m, k).ToString());
        Assert.False(MatMulPlan.IsDotProduct(m, 4 * m - 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Long_dot_products_are_added_in_slices_with_the_same_bits_for_any_number_of_threads(int threads)
    {
        using var device = new CpuDevice(threads);
        using var scope = new TensorScope();
        Tensor a = Tensor.Uniform([130, 2100], -1, 1, new RandomGenerator(1), device: device);
        Tensor b = Tensor.Uniform([5, 2100], -1, 1, new RandomGenerator(2), device: device);
        double[] left = a.ToDoubles(), right = b.ToDoubles(), y = a.MatMul(b, transposeB: true).ToDoubles();
        Assert.Equal((3, 700), MatMulPlan.DotSlices(130, 2100));
        for (int m = 0; m < 130; m++)
        {
            for (int n = 0; n < 5; n++)
                Assert.Equal(Enumerable.Range(0, 2100).Sum(k => left[m * 2100 + k] * right[n * 2100 + k]), y[m * 5 + n], 1e-3);
        }
        Tensor packed = a.MatMul(b.InOrder(MemoryOrder.Filter), transposeB: true);
        using var one = new CpuDevice(1);
        Assert.Equal(
            Tensor.FromArray(a.ToArray<float>(), a.Shape, one).MatMul(Tensor.FromArray(b.ToArray<float>(), b.Shape, one), transposeB: true).ToArray<float>(),
            a.MatMul(b, transposeB: true).ToArray<float>());
        for (int i = 0; i < y.Length; i++) Assert.Equal(packed.ToDoubles()[i], y[i], 1e-3);
    }

    [Fact]
    public void Errors_name_the_values()
    {
        Tensor x = Tensor.Zeros([2, 3]), w = Tensor.Zeros([5, 4], order: MemoryOrder.Filter);
        Assert.StartsWith(
            "[linear] x [N, I] needs a weight [O, I] and a bias [O] of the same element type. " +
            "Got x f32 [2, 3] row-major on cpu, weight f32 [5, 4] filter on cpu, bias none.",
            Assert.Throws<ArgumentException>(() => x.Linear(w)).Message);
        Assert.StartsWith(
            "[matmul] [M, K] times [K, N] (or [B, M, K] times [B, K, N]) needs equal K, B and element types. " +
            "Got f32 [2, 3] row-major on cpu and f32 [5, 4] filter on cpu transposed.",
            Assert.Throws<ArgumentException>(() => x.MatMul(w, transposeB: true)).Message);
        Assert.StartsWith("[linear] inputs and outputs must be at least 1. Got 0 and 3.", Assert.Throws<ArgumentException>(() => new Linear(0, 3)).Message);
    }

    private static Tensor Random(Shape shape, ulong seed) =>
        Tensor.Uniform(shape, -1, 1, new RandomGenerator(seed), IlgpuConv.Runtime.ElementType.Float64);
}
