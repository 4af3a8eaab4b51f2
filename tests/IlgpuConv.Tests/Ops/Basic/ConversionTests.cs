using IlgpuConv.Autograd;
using IlgpuConv.Ops;
using IlgpuConv.Tensors;
using IlgpuConv.Training;

namespace IlgpuConv.Tests.Ops.Basic;

/// <summary>Alone in its collection: the counter is that of the whole process.</summary>
[Collection(nameof(ConversionTests))]
[CollectionDefinition(nameof(ConversionTests), DisableParallelization = true)]
public class ConversionTests
{
    [Fact]
    public void A_training_step_converts_no_order()
    {
        using var scope = new TensorScope();
        var generator = new RandomGenerator(1);
        using var gate = new Linear(6, 6, generator: generator);
        using var head = new FlattenLinear(10, 4, 4, 3, generator: generator);
        using var optimizer = new Sgd(head, 0.1, 0.9);
        Tensor x = Tensor.Uniform([5, 6, 4, 4], -1, 1, generator), labels = Tensor.FromArray([0, 1, 2, 0, 1], [5]);
        x.RequiresGrad = true;
        long before = Tensor.OrderConversions;
        for (int step = 0; step < 2; step++)
        {
            Tensor attention = gate.Forward(x.Mean([2, 3])).Sigmoid().Reshape([5, 6, 1, 1]);
            Tensor y = Tensor.Concat(1, x * attention, x.Slice(1, 1, 4).Relu());
            head.Forward(y).SoftmaxCrossEntropy(labels).Backward();
            optimizer.Step();
        }
        Assert.Equal(before, Tensor.OrderConversions);
    }
}
