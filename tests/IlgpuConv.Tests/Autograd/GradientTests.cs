using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Runtime;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Autograd;

public sealed class GradientTests : IDisposable
{
    private readonly TensorScope _scope = new();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Gradients_add_up_until_they_are_cleared()
    {
        Tensor x = Leaf(3);
        (x * 2).Backward();
        (x * x).Backward();
        Assert.Equal(8, x.Gradient!.ToScalar());
        x.ClearGradient();
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void A_tensor_used_twice_gets_both_gradients()
    {
        Tensor x = Leaf(2), y = x * x;
        (y * y + y).Backward();
        Assert.Equal(4 * 8 + 4, x.Gradient!.ToScalar());
    }

    [Fact]
    public void A_graph_is_freed_unless_it_is_retained()
    {
        Tensor x = Leaf(2), y = x.Square();
        y.Backward(retainGraph: true);
        y.Backward();
        Assert.Equal(8, x.Gradient!.ToScalar());
        Assert.Equal(
            "[autograd] a graph is freed by its first backward. Got a second one through square; pass retainGraph to the first.",
            Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }

    [Fact]
    public void Higher_derivatives_follow()
    {
        Tensor x = Leaf(0.5);
        Tensor first = Gradients.Of(x.Exp() * x, [x], createGraph: true)[0];
        Tensor second = Gradients.Of(first, [x], createGraph: true)[0];
        Tensor third = Gradients.Of(second, [x])[0];
        double e = Math.Exp(0.5);
        Assert.Equal(1.5 * e, first.ToScalar(), 1e-12);
        Assert.Equal(2.5 * e, second.ToScalar(), 1e-12);
        Assert.Equal(3.5 * e, third.ToScalar(), 1e-12);
        Assert.Null(x.Gradient);
    }

    [Fact]
    public void Gradients_of_inner_tensors_and_of_what_is_not_reached()
    {
        Tensor x = Leaf(2), other = Leaf(5), inner = x * 3, y = inner.Square();
        Tensor[] gradients = Gradients.Of(y, [inner, other, x, x]);
        Assert.Equal([12, 0, 36, 36], gradients.Select(g => g.ToScalar()));
    }

    [Fact]
    public void An_operation_of_order_one_is_refused_by_name_only_when_it_is_reached()
    {
        Tensor x = Leaf(2);
        Tensor gradient = Gradients.Of(new FirstOrderCube().Apply(x), [x], createGraph: true)[0];
        Assert.Equal(12, gradient.ToScalar());
        Assert.Equal(
            "[autograd] cube supports derivatives up to order 1. Got a request for order 2.",
            Assert.Throws<NotSupportedException>(() => Gradients.Of(gradient, [x])).Message);
    }

    [Fact]
    public void A_changed_tensor_that_a_gradient_needs_is_an_error()
    {
        Tensor x = Leaf(2), w = Tensor.Scalar(3, ElementType.Float64), y = x * w;
        w.Fill(4);
        Assert.Equal(
            "[autograd] a tensor that a gradient needs must not change. Got f64 [] row-major on cpu at version 1, saved by mul at version 0.",
            Assert.Throws<InvalidOperationException>(() => y.Backward()).Message);
    }

    [Fact]
    public void Nothing_is_recorded_without_gradients()
    {
        Tensor x = Leaf(2);
        using (new NoGrad()) Assert.False((x * x).RequiresGrad);
        Assert.False(x.Detach().RequiresGrad);
        x.RequiresGrad = false;
        Tensor frozen = x * x;
        Assert.True(frozen.IsLeaf);
        Assert.StartsWith(
            "[autograd] the output must depend on a tensor that requires a gradient. Got f64 [] row-major on cpu",
            Assert.Throws<InvalidOperationException>(() => frozen.Backward()).Message);
    }

    [Fact]
    public void Hooks_see_and_replace_gradients()
    {
        Tensor x = Leaf(2), y = x * 3;
        double seen = 0;
        using (y.OnGradient(g => { seen = g.ToScalar(); return g * 10; }))
        using (x.OnGradient(g => g + 1))
            (y * 2).Backward(retainGraph: true);
        Assert.Equal(2, seen);
        Assert.Equal(61, x.Gradient!.ToScalar());
    }

    [Fact]
    public void A_gradient_of_many_elements_is_given()
    {
        Tensor x = Tensor.FromArray([1.0, 2.0], [2]);
        x.RequiresGrad = true;
        Assert.StartsWith(
            "[autograd] only an output of one element has a gradient of its own. Got f64 [2] row-major on cpu and no gradient.",
            Assert.Throws<ArgumentException>(() => (x * x).Backward()).Message);
        (x * x).Backward(Tensor.FromArray([1.0, 10.0], [2]));
        Assert.Equal([2, 40], x.Gradient!.ToDoubles());
    }

    [Fact]
    public void Rules_of_leaves()
    {
        Tensor x = Leaf(2), y = x * 2;
        Assert.StartsWith(
            "[autograd] only a tensor that no operation made can be set to require a gradient. Got f64 [] row-major on cpu, made by affine.",
            Assert.Throws<InvalidOperationException>(() => y.RequiresGrad = true).Message);
        Tensor labels = Tensor.FromArray([1, 2], [2]);
        Assert.StartsWith("[autograd] only floating-point tensors have gradients. Got i32", Assert.Throws<ArgumentException>(() => labels.RequiresGrad = true).Message);
    }

    [Fact]
    public void A_wrong_backward_is_the_operations_fault()
    {
        Tensor x = Leaf(2);
        Assert.Equal(
            "[autograd] a gradient must have the shape of its input. Got [3] for input 0 [] of wrong.",
            Assert.Throws<GradientFaultException>(() => new WrongShape().Apply(x).Backward()).Message);
        var once = new FirstOrderCube();
        once.Apply(x);
        Assert.Equal(
            "[autograd] an operation object is applied once. Got a second use of cube.",
            Assert.Throws<InvalidOperationException>(() => once.Apply(x)).Message);
    }

    [Fact]
    public void A_leaf_gradient_lies_as_the_leaf_does()
    {
        Tensor w = Tensor.Uniform([4, 3, 2, 2], -1, 1, new RandomGenerator(1), order: MemoryOrder.Filter);
        w.RequiresGrad = true;
        w.InOrder(MemoryOrder.RowMajor).Square().Sum().Backward();
        Assert.Equal(w.Layout, w.Gradient?.Layout);
        Assert.Equal(w.ToDoubles().Select(v => 2 * v), w.Gradient!.ToDoubles());
    }

    private static Tensor Leaf(double value)
    {
        Tensor leaf = Tensor.Scalar(value, ElementType.Float64);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private sealed class FirstOrderCube : Operation
    {
        public override string Name => "cube";

        public override int HighestOrder => 1;

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
        {
            Save(0, inputs[0]);
            return inputs[0] * inputs[0] * inputs[0];
        }

        protected override Tensor?[] Backward(Tensor gradient) => [gradient * Saved(0) * Saved(0) * 3];
    }

    private sealed class WrongShape : Operation
    {
        public override string Name => "wrong";

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => inputs[0] * 1;

        protected override Tensor?[] Backward(Tensor gradient) => [Tensor.Zeros([3], gradient.Type)];
    }
}
