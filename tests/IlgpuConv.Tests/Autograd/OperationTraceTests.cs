using IlgpuConv.Autograd;
using IlgpuConv.Modules;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;

namespace IlgpuConv.Tests.Autograd;

public class OperationTraceTests
{
    [Fact]
    public void Operations_are_heard_in_order_with_their_inputs_and_the_layer_that_runs()
    {
        using var scope = new TensorScope();
        using var network = new Sequential(new Linear(3, 2), new Relu());
        Tensor x = Tensor.Uniform([4, 3], -1, 1, new RandomGenerator(1));
        var heard = new List<AppliedOperation>();
        using (new OperationTrace(heard.Add)) (network.Forward(x) + 1).Exp();
        network.Forward(x);
        Assert.Equal(["linear", "relu", "affine", "exp"], heard.Select(applied => applied.Operation.Name));
        Assert.Equal([network[0], network[1], null, null], heard.Select(applied => applied.Layer));
        Assert.Same(x, heard[0].Inputs[0]);
        Assert.Equal(3, heard[0].Inputs.Count);
        Assert.Same(heard[0].Output, heard[1].Inputs[0]);
        Assert.Equal((4.0 * 3 * 2, 2 * 4.0 * 3 * 2 + 8), (heard[0].Operation.MultiplyAdds, heard[0].Operation.Flops));
    }

    [Fact]
    public void A_checkpoint_is_heard_as_what_it_is_made_of()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([5], 0.5, 1, new RandomGenerator(1));
        x.RequiresGrad = true;
        var heard = new List<string>();
        using (new OperationTrace(applied => heard.Add(applied.Operation.Name))) Checkpoint.Run(inputs => inputs[0].Exp().Relu(), x);
        Assert.Equal(["exp", "relu"], heard);
    }

    [Fact]
    public void What_an_operation_applies_inside_is_its_own_affair()
    {
        using var scope = new TensorScope();
        // A row-major image: padding brings it into its order by itself.
        Tensor x = Tensor.FromDoubles([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2], Runtime.ElementType.Float32, order: MemoryOrder.RowMajor);
        var heard = new List<string>();
        using (new OperationTrace(applied => heard.Add(applied.Operation.Name))) x.Pad2d(1);
        Assert.Equal(["pad"], heard);
    }

    [Fact]
    public async Task The_inner_of_two_traces_hears_and_another_flow_is_not_heard()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Scalar(2);
        int outer = 0, inner = 0;
        using (new OperationTrace(_ => outer++))
        {
            x.Exp();
            using (new OperationTrace(_ => inner++)) x.Exp();
            x.Exp();
            Task other;
            using (ExecutionContext.SuppressFlow()) other = Task.Run(() => x.Exp());
            await other;
        }
        x.Exp();
        Assert.Equal((2, 1), (outer, inner));
        Assert.Null(OperationTrace.Enter(new object()));
    }

    [Fact]
    public void A_failure_inside_leaves_the_trace_as_it_was()
    {
        using var scope = new TensorScope();
        Tensor x = Tensor.Uniform([1, 1, 2, 2], 0, 1, new RandomGenerator(1));
        var heard = new List<AppliedOperation>();
        using var network = new Sequential(new Conv2d(1, 1, 5));
        using (new OperationTrace(heard.Add))
        {
            Assert.Throws<ArgumentException>(() => network.Forward(x));
            x.Relu();
        }
        Assert.Equal(("relu", null), (heard[^1].Operation.Name, heard[^1].Layer));
    }
}
